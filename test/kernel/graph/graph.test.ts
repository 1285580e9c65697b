/** Reading a machine's files: what is taken, and the one line that says what is wrong with the others. */
import { describe, expect, test } from 'vitest';
import { directDeps, readModulesDep } from '../../../src/kernel/graph/dep.ts';
import { readMachineGraph } from '../../../src/kernel/graph/graph.ts';
import { loadOrder, readLoaded, readProcModules } from '../../../src/kernel/graph/loaded.ts';
import { graphOf } from '../../helpers/realSystem.ts';
import { runScript } from '../../helpers/system.ts';

const ok = <T>(read: { readonly ok: T } | { readonly problem: string }): T => {
  if ('problem' in read) throw new Error(read.problem);
  return read.ok;
};

describe('modules.dep', () => {
  test('direct dependencies are those that no other one brings along', () => {
    const graph = ok(readModulesDep('a.ko: b.ko c.ko d.ko\nb.ko: d.ko\nc.ko:\nd.ko:\n', 'f'));
    expect(directDeps(graph, 'a')).toEqual(['b', 'c']);
    expect(directDeps(graph, 'd')).toEqual([]);
    expect(directDeps(graph, 'nosuch')).toEqual([]);
  });

  test('names are those of modules: up to the first dot, with underscores', () => {
    expect([...ok(readModulesDep('kernel/x/snd-hda-intel.ko.xz:\n', 'f')).keys()]).toEqual(['snd_hda_intel']);
  });

  test.each([
    ['a.ko', 'f:1: no colon after the first path'],
    ['\n\nx: y', "f:3: 'x' is no module file"],
    ['a.ko: b.ko', "f:1: needs 'b.ko', which has no line"],
    ['a.ko: b.ko\nb.ko: a.ko', "f:1: 'a.ko' and 'b.ko' need each other"],
    ['a.ko: a.ko', "f:1: 'a.ko' and 'a.ko' need each other"],
    ['a.ko:\na.ko:', "f:2: 'a.ko' stands on line 1 already"],
    ['../../etc/a.ko:', "f:1: '../../etc/a.ko' is no plain path"],
    ['/etc/a.ko:', "f:1: '/etc/a.ko' is not below /lib/modules"],
    ['a.ko/b.ko:', "f:1: 'a.ko/b.ko' is no plain path"],
    [`${'x'.repeat(60)}.ko:`, `f:1: '${'x'.repeat(37)}...' has no module name that a kernel takes`],
    ['\x1b[31m.ko:', "f:1: '?[31m.ko' has no module name that a kernel takes"],
  ])('%j is refused', (text, problem) => {
    expect(readModulesDep(text, 'f')).toEqual({ problem });
  });
});

describe('lists of loaded modules', () => {
  test('a line of /proc/modules', () => {
    expect(ok(readProcModules('x 4096 3 b,[permanent], Live 0xffffffffc0000000 (POE)\nb 1 0 - Loading 0x0 (OE+)\n', 'f'))).toEqual([
      { name: 'x', size: 4096, refcnt: 3, users: ['b'], permanent: true, state: 'Live', taints: 'POE', line: 1 },
      { name: 'b', size: 1, refcnt: 0, users: [], permanent: false, state: 'Loading', taints: 'OE', line: 2 },
    ]);
  });

  test.each([
    ['kmod', 'Module                  Size  Used by\nb                      4096  0\na                     16384  2 b\n'],
    [
      'module-init-tools, with blanks at the end',
      'Module                  Size  Used by\nb                      4096  0 \na                     16384  2 b\n',
    ],
    [
      'the command above',
      '$ lsmod\nModule                  Size  Used by\nb                      4096  0\na                     16384  2 b\n',
    ],
    ['/proc/modules with the command above', 'root@box:~# cat /proc/modules\nb 4096 0 - Live 0x0\na 16384 2 b, Live 0x0\n'],
    ['line ends of another system', 'Module Size Used by\r\nb 4096 0\r\na 16384 2 b\r\n'],
    ['a table without its header', 'b 4096 0\na 16384 2 b\n'],
  ])('a paste is understood: %s', (_, text) => {
    expect(ok(readLoaded(text, 'f')).map(({ name, size, refcnt, users }) => [name, size, refcnt, ...users])).toEqual([
      ['b', 4096, 0],
      ['a', 16384, 2, 'b'],
    ]);
  });

  test.each([
    ['', 'f:1: no module is listed: lsmod or /proc/modules is expected'],
    ['Module Size Used by\na x 0', "f:2: size 'x' is no number of bytes"],
    ['a 1 0 - Live', "f:1: more than name, size, count and users: 'Live'"],
    ['a 1 0 - Dead 0x0', "f:1: state 'Dead' is none of Live, Loading, Unloading"],
    ['a 1 0 - Live 0x0 rest', "f:1: taint 'rest' is none"],
    ['a 1 - - Live 0x0', 'f:1: module a has no count: a kernel that unloads no module lists none'],
    ['a 1 9999999999 - Live 0x0', "f:1: count '9999999999' is no number"],
    ['a 1 300000 - Live 0x0', 'f:1: more than 262144 references up to here'],
    ['a 1 1 b, Live 0x0', "f:1: a is used by 'b', which is not in the list"],
    ['a 1 1 a, Live 0x0', 'f:1: a is used by a, which cannot be'],
    ['a 1 0 b, Live 0x0\nb 1 0 - Live 0x0', 'f:1: a has count 0 and 1 users'],
    ['a 1 0 - Live 0x0\n\na 1 0 - Live 0x0', 'f:3: a stands on line 1 already'],
    ['a/b 1 0 - Live 0x0', "f:1: 'a/b' is no module name"],
  ])('%j is refused', (text, problem) => {
    expect(readLoaded(text, 'f')).toEqual({ problem });
  });

  test('a list that was sorted is loaded all the same, providers first', () => {
    const rows = ok(readLoaded('a 1 0\nb 1 1 a\nc 1 1 b\n', 'f'));
    expect(ok(loadOrder(rows, 'f')).map((row) => row.name)).toEqual(['c', 'b', 'a']);
    expect(ok(loadOrder([...rows].reverse(), 'f')).map((row) => row.name)).toEqual(['c', 'b', 'a']);
  });

  test('a circle is refused, however long', () => {
    const rows = ok(readLoaded('a 1 1 b\nb 1 1 c\nc 1 1 a\n', 'f'));
    expect(loadOrder(rows, 'f')).toEqual({ problem: expect.stringMatching(/^f:\d: \w and \w use each other$/) });
  });

  test('a chain of ten thousand is no circle and no stack too deep', () => {
    const lines = Array.from({ length: 10_000 }, (_, at) => `m${at} 1 ${at === 0 ? 0 : 1}${at === 0 ? '' : ` m${at - 1}`}`);
    expect(ok(loadOrder(ok(readLoaded(lines.reverse().join('\n'), 'f')), 'f'))).toHaveLength(10_000);
  });
});

describe('indexes', () => {
  test.each([
    ['modules.alias', '# x\nalias a b\nalias a\n', "i:3: 'alias a' is no line of modules.alias"],
    ['modules.symbols', 'alias symbol:x y\nalias x y\n', "i:2: 'alias x y' is no line of modules.symbols"],
    ['modules.softdep', 'softdep a\n', "i:1: 'softdep a' is no line of modules.softdep"],
    ['modules.builtin', 'kernel/a.ko\nb c\n', "i:2: 'b c' is no line of modules.builtin"],
  ] as const)('a wrong line of %s', (index, text, problem) => {
    expect(readMachineGraph({ indexes: { [index]: { name: 'i', text } } })).toEqual({ problem });
  });
});

describe('a machine in the shell', () => {
  const graph = graphOf({
    release: '6.9.1-arch1',
    indexes: {
      'modules.dep': { name: 'd', text: 'kernel/a.ko.zst: kernel/b.ko.zst\nkernel/b.ko.zst:\nextra/chardev.ko:\n' },
      'modules.alias': { name: 'a', text: 'alias pci:v1* a\nalias usb:x b\n' },
      'modules.softdep': { name: 's', text: 'softdep b pre: chardev\n' },
      'modules.builtin': { name: 'b', text: 'kernel/ext2.ko\n' },
    },
  });
  const run = (text: string) => runScript(text, { graph });

  test('the release is the machine’s own, everywhere', () => {
    expect(run('uname -r; ls /lib/modules; cat /proc/sys/kernel/osrelease; modinfo -F vermagic a').stdout).toBe(
      '6.9.1-arch1\n6.9.1-arch1\n6.9.1-arch1\n6.9.1-arch1 SMP preempt mod_unload modversions \n',
    );
  });

  test('modules load with dependencies, soft dependencies and aliases, packed files too, and leave no trace in log and taint', () => {
    expect(run('modprobe -v pci:v1f; lsmod; dmesg; cat /proc/sys/kernel/tainted; modinfo -F alias a; modprobe ext2').stdout).toBe(
      `insmod /lib/modules/6.9.1-arch1/extra/chardev.ko 
insmod /lib/modules/6.9.1-arch1/kernel/b.ko.zst 
insmod /lib/modules/6.9.1-arch1/kernel/a.ko.zst 
Module                  Size  Used by
a                      16384  0
b                      16384  1 a
chardev                16384  0
0
pci:v1*
`,
    );
  });

  test('a module of the machine and a fixture of the same name are two', () => {
    expect(run('modprobe chardev; ls /dev/chardev0; rmmod chardev; insmod /fixtures/chardev.ko; ls /dev/chardev0').stdout).toBe(
      '/dev/chardev0\n',
    );
  });

  test('users, taints and references that nobody is named for are as the list has them', () => {
    const listed = graphOf({
      indexes: {},
      loaded: { name: 'l', text: 'u 4096 0 - Live 0x1 (OE)\np 8192 3 u,[permanent], Live 0x1\n' },
    });
    const ran = runScript('cat /proc/modules | sed "s/0x.*[0-9a-f]\\{8\\}/A/"; cat /proc/sys/kernel/tainted; refs p; rmmod u; rmmod p', {
      graph: listed,
    });
    expect(ran.stdout).toBe(`u 4096 0 - Live A (OE)
p 8192 3 u,[permanent], Live A
12288
p: refcnt 3 = 1 module (u) + 1 object x2
REFS  OBJECT               HOLDER            TAKEN BY              SINCE
   1  module u             u                 ref_module            t 0.0 s
   2  1 object             not in the list   proc_modules          t 0.0 s
`);
    expect(ran.stderr).toBe('rmmod: ERROR: Module p is in use\n');
  });
});
