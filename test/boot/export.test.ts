/** What is exported, and what the real kmod reads in it. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { type ExportedNode, exportedTree, runAndHold } from '../../src/boot/export.ts';
import { binaryIndex } from '../../src/boot/indexFile.ts';
import { writeTree } from '../../src/host/writeTree.ts';
import { installKmod, kmodMissing, runKmod } from '../helpers/realKmod.ts';
import { graphOf, recordedTexts } from '../helpers/realSystem.ts';
import { type TestOptions, testSystem } from '../helpers/system.ts';

const exported = (text: string, options: TestOptions = {}): { readonly status: number; readonly nodes: readonly ExportedNode[] } => {
  const system = testSystem(options);
  return { status: runAndHold(system, { name: 'test.sh', text, args: [] }), nodes: exportedTree(system) };
};
const textAt = (nodes: readonly ExportedNode[], path: string): unknown => {
  const node = nodes.find((one) => one.path === path);
  return node?.kind === 'file' ? node.data : node?.kind === 'link' ? `-> ${node.target}` : node?.kind;
};

describe('what is exported', () => {
  const { status, nodes } = exported(
    'modprobe user; insmod chardev.ko; exec 3</dev/chardev0; insmod slowinit.ko ms=5000 & sleep 1; (exit 3)',
  );

  test('the status is that of the script', () => {
    expect(status).toBe(3);
  });

  test.each([
    ['/proc/sys/kernel/osrelease', '6.1.0-56-amd64\n'],
    ['/proc/sys/kernel/tainted', '12288\n'],
    ['/sys/module/core/holders', 'dir'],
    ['/sys/module/core/holders/user', '-> ../../user'],
    ['/sys/module/core/refcnt', '1\n'],
    ['/sys/module/chardev/refcnt', '2\n'],
    ['/sys/module/slowinit/initstate', 'coming\n'],
    ['/sys/module/chardev/parameters/greeting', 'hello\n'],
    ['/sys/module/chardev/uevent', undefined],
    ['/proc/1', undefined],
    ['/proc/self', undefined],
  ])('%s', (path, data) => {
    expect(textAt(nodes, path)).toEqual(data);
  });

  test('folders come before what is in them, and nothing twice', () => {
    const seen = new Set<string>();
    for (const { path } of nodes) {
      expect(seen.has(path)).toBe(false);
      const parent = path.slice(0, path.lastIndexOf('/'));
      if (parent.split('/').length > 3) expect(seen.has(parent)).toBe(true);
      seen.add(path);
    }
  });

  test('links that would lead out of the tree stay behind', () => {
    expect(textAt(exported('ln -s /etc/passwd /lib/modules/out; ln -s in /lib/modules/near').nodes, '/lib/modules/out')).toBe(undefined);
    expect(textAt(exported('ln -s in /lib/modules/near').nodes, '/lib/modules/near')).toBe('-> in');
  });

  test('a script that waits for ever is exported as it stands', () => {
    const stuck = exported('insmod chardev.ko; exec 3</dev/chardev0; rmmod -w chardev');
    expect(stuck.status).toBe(124);
    expect(textAt(stuck.nodes, '/sys/module/chardev/refcnt')).toBe('2\n');
  });

  test('module files are ELF files with a .modinfo section', () => {
    const data = textAt(nodes, '/fixtures/core.ko');
    expect(data).toBeInstanceOf(Uint8Array);
    const bytes = Buffer.from(data as Uint8Array);
    expect(bytes.subarray(0, 7)).toEqual(Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]));
    expect(bytes.includes('\0name=core\0') && bytes.includes('.modinfo\0')).toBe(true);
  });
});

describe('a binary index', () => {
  /** Values of a key, read as libkmod reads them. */
  function lookUp(data: Uint8Array, key: string): string[] {
    const view = new DataView(data.buffer);
    let at = 0;
    const text = (): string => {
      const end = data.indexOf(0, at);
      const word = Buffer.from(data.subarray(at, end)).toString('latin1');
      at = end + 1;
      return word;
    };
    let rest = key;
    for (let offset = view.getUint32(8); ; ) {
      at = offset & 0x0fffffff;
      const prefix = (offset & 0x80000000) !== 0 ? text() : '';
      if (!rest.startsWith(prefix)) return [];
      rest = rest.slice(prefix.length);
      let next = 0;
      if ((offset & 0x20000000) !== 0) {
        const [first = 0, last = 0] = data.subarray(at, at + 2);
        const code = rest.charCodeAt(0);
        if (rest !== '' && code >= first && code <= last) next = view.getUint32(at + 2 + (code - first) * 4);
        at += 2 + (last - first + 1) * 4;
      }
      if (rest !== '') {
        if (next === 0) return [];
        rest = rest.slice(1);
        offset = next;
        continue;
      }
      if ((offset & 0x40000000) === 0) return [];
      const count = view.getUint32(at);
      at += 4;
      return Array.from({ length: count }, () => {
        at += 4;
        return text();
      });
    }
  }

  test('gives the values of every key, lowest priority first, and nothing for other keys', () => {
    const keys = ['a', 'ab', 'abc', 'abd', 'b', 'chardev', 'char', 'x_y', 'x_z', 'pci:v0000*'];
    const entries = keys.flatMap((key, at) => [
      { key, value: `${key} second`, priority: at + 100 },
      { key, value: `${key} first`, priority: at },
    ]);
    const data = binaryIndex(entries);
    for (const key of keys) expect(lookUp(data, key)).toEqual([`${key} first`, `${key} second`]);
    for (const key of ['', 'c', 'abcd', 'x_', 'zz', 'pci:v']) expect(lookUp(data, key)).toEqual([]);
  });

  test('without entries is a header alone', () => {
    expect([...binaryIndex([])]).toEqual([0xb0, 0x07, 0xf4, 0x57, 0, 2, 0, 1, 0, 0, 0, 12]);
  });
});

describe.skipIf(kmodMissing !== undefined)(`the real kmod${kmodMissing === undefined ? '' : ` (skipped: ${kmodMissing})`}`, () => {
  const folders: string[] = [];
  afterAll(() => {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });
  const tree = (text: string, options: TestOptions = {}): string => {
    const dir = mkdtempSync(join(tmpdir(), 'modsh-export-'));
    folders.push(dir);
    writeTree(dir, exported(text, options).nodes);
    installKmod(dir);
    return dir;
  };
  /** File systems list a folder in orders of their own, so users of one module are compared as a set. */
  const sorted = (text: string): string =>
    text.replace(/^(\S+ +\d+ +-?\d+) (\S+)$/gm, (_, head: string, users: string) => `${head} ${users.split(',').sort().join(',')}`);

  const setUp =
    'modprobe user2; insmod chardev.ko; insmod netdev.ko; insmod propok.ko; exec 3</dev/chardev0; (insmod slowinit.ko ms=9000 &) ; sleep 1';
  // Real tools ask uname(2) for the release, so they are told the model's.
  const told: Readonly<Record<string, readonly string[]>> = { modinfo: ['-k', '6.1.0-56-amd64'], modprobe: ['-S', '6.1.0-56-amd64'] };
  const words = [
    ['lsmod'],
    ['modinfo', 'chardev'],
    ['modinfo', 'user2'],
    ['modinfo', '-F', 'depends', 'user2'],
    ['modinfo', '-p', 'chardev'],
    ['modinfo', '-n', 'core'],
    ['modinfo', '-0', 'proto'],
    ['modinfo', '/fixtures/badinit.ko'],
    ['modinfo', 'modsh-chardev'],
    ['modinfo', 'nosuch'],
    ['modprobe', '-D', 'user2'],
    ['modprobe', '-n', '-v', 'devholder'],
    ['modprobe', '-R', 'net-pf-19'],
    ['modprobe', '-n', 'nosuch'],
    ['modprobe', '-r', '-n', '-v', 'netdev'],
    ['modprobe', '-r', '-n', '-v', 'core'],
  ];

  test('prints what ours prints, for a running system', () => {
    const dir = tree(setUp);
    for (const [tool = '', ...rest] of words) {
      const real = runKmod(dir, [tool, ...(told[tool] ?? []), ...rest]);
      const mine = exportedRun([tool, ...rest]);
      expect([tool, ...rest, sorted(real.stdout), real.stderr, real.status]).toEqual([
        tool,
        ...rest,
        sorted(mine.stdout),
        mine.stderr,
        mine.status,
      ]);
    }
  });

  function exportedRun(command: readonly string[]): { stdout: string; stderr: string; status: number } {
    const system = testSystem();
    const status = runAndHold(system, { name: 'test.sh', text: `${setUp}\n${command.join(' ')}`, args: [] });
    return { stdout: system.out.join(''), stderr: system.err.join(''), status };
  }

  test('prints the recorded list of the recorded machine', () => {
    const dir = tree('', { graph: graphOf(recordedTexts(true)) });
    expect(sorted(runKmod(dir, ['lsmod']).stdout)).toBe(
      sorted(readFileSync(new URL('../oracle/real-system/lsmod.txt', import.meta.url), 'utf8')),
    );
    expect(runKmod(dir, ['modprobe', '-S', '6.1.0-56-amd64', '-R', 'pci:v00008086d0000100Esv00001AF4sd00001100bc02sc00i00']).stdout).toBe(
      'e1000\n',
    );
  }, 60_000);

  test('depmod makes the same modules.dep of the exported files', () => {
    const dir = tree('');
    const before = readFileSync(join(dir, 'lib/modules/6.1.0-56-amd64/modules.dep'), 'utf8');
    expect(runKmod(dir, ['depmod', '6.1.0-56-amd64'])).toMatchObject({ status: 0 });
    expect(readFileSync(join(dir, 'lib/modules/6.1.0-56-amd64/modules.dep'), 'utf8')).toBe(before);
  });
});
