/** Debian's own modules in the whole program: what a real kernel and the real kmod 30 printed, and plans that hold. */
import { describe, expect, test } from 'vitest';
import { machinePlan } from '../../src/boot/plan.ts';
import { today } from '../../src/regimes/today.ts';
import { graphOf, recorded, recordedTexts } from '../helpers/realSystem.ts';
import { report, runScript } from '../helpers/system.ts';

const loaded = graphOf(recordedTexts(true));
const unloaded = graphOf(recordedTexts(false));
const plain = (text: string): string => text.replace(/0x[0-9a-f]{16}/g, 'ADDRESS');

describe('with the recorded 151 modules loaded', () => {
  const run = (text: string) => runScript(text, { graph: loaded, strict: true });

  test('lsmod prints the recorded list, byte for byte', () => {
    expect(run('lsmod').stdout).toBe(recorded('lsmod.txt'));
  });

  test('/proc/modules is the recorded one up to addresses', () => {
    expect(plain(run('cat /proc/modules').stdout)).toBe(plain(recorded('proc-modules')));
  });

  test('sysfs has the recorded counts, and holders in the recorded order', () => {
    const script =
      'cd /sys/module; for m in *; do h=; for u in $(find $m/holders -mindepth 1); do h=$h${u##*/},; done; echo "$m refcnt=$(cat $m/refcnt) holders=$h"; done';
    const sorted = (text: string): string[] =>
      text
        .split('\n')
        .filter((line) => line !== '')
        .sort();
    expect(sorted(run(script).stdout)).toEqual(sorted(recorded('sysfs-holders.txt')));
  });

  test('nothing that is loaded is loaded again', () => {
    const names = recorded('asked-of-modprobe.txt')
      .split('\n')
      .filter((name) => name !== '' && !name.startsWith('#'));
    expect(run(names.map((name) => `modprobe -n -v ${name}`).join('\n'))).toMatchObject({ stdout: '', stderr: '', status: 0 });
  });

  test('what is in use cannot go, what is not in use can', () => {
    expect(run('modprobe -r -n -v libata').stderr).toBe('modprobe: FATAL: Module libata is in use.\n');
    expect(run('modprobe -r -n -v tipc').stdout).toBe('rmmod tipc\n');
    expect(run('rmmod libata').stderr).toBe('rmmod: ERROR: Module libata is in use by: libahci ahci\n');
  });

  test('a module with unnamed references is refused by the tool and by the kernel', () => {
    expect(run('rmmod sctp').stderr).toBe('rmmod: ERROR: Module sctp is in use\n');
  });

  test('a loaded machine has a clean log, an untainted kernel and the first process number', () => {
    expect(run('dmesg; cat /proc/sys/kernel/tainted; echo $$').stdout).toBe('0\n100\n');
  });
});

describe('with nothing loaded', () => {
  interface Answer {
    readonly words: readonly string[];
    readonly status: number;
    readonly stdout?: string;
    readonly stderr?: string;
  }
  const { config, answers } = JSON.parse(recorded('kmod-answers.json')) as { config: string; answers: readonly Answer[] };
  const quote = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;
  const script = [
    `printf '%s' ${quote(config)} > /etc/modprobe.d/t.conf`,
    'rm /lib/modules/$(uname -r)/kernel/drivers/net/dummy.ko /lib/modules/$(uname -r)/kernel/lib/crc16.ko',
    // The answers were given on a tree of empty files.
    ...answers.flatMap(({ words }) => (words[0] === 'modinfo' ? [`: > "$(modinfo -n ${words.at(-1)})"`] : [])),
    ...answers.map(({ words }) => words.map(quote).join(' ')),
  ].join('\n');
  const { steps } = report(script, { graph: unloaded, strict: true });

  test.each(answers.map((answer, at) => [answer.words.join(' '), answer, at] as const))('%s answers as the real one', (_, answer, at) => {
    const step = steps[at + steps.length - answers.length];
    expect({ stdout: step?.stdout, stderr: step?.stderr.replace(/ctx=0x[0-9a-f]+/g, 'ctx=ADDRESS'), exit: step?.exit }).toEqual({
      stdout: answer.stdout ?? '',
      stderr: answer.stderr ?? '',
      exit: answer.status,
    });
  });

  test('the deepest chain loads with all that modules.dep names, and goes again from its end', () => {
    const deepest = [...unloaded.dep.values()].reduce((a, b) => (b.deps.length > a.deps.length ? b : a));
    const script = `modprobe ${deepest.name} && lsmod > /tmp/l; while [ $(lsmod | wc -l) -gt 1 ]; do rmmod $(lsmod | sed -n 2p); done 2>/dev/null; cat /tmp/l; lsmod; dmesg`;
    const ran = runScript(script.replace('$(lsmod | sed -n 2p)', '$(lsmod | sed -n "2s/ .*//p")'), { graph: unloaded, strict: true });
    const lines = ran.stdout.split('\n');
    expect(lines.filter((line) => deepest.deps.includes(line.split(' ')[0] ?? '')).length).toBe(deepest.deps.length);
    expect(lines.slice(-2)).toEqual(['Module                  Size  Used by', '']);
  });

  test('depmod finds the dependencies again that the files were made from', () => {
    const ran = runScript('D=/lib/modules/$(uname -r); cp $D/modules.dep /tmp/dep; depmod; cat /tmp/dep > /tmp/a; cat $D/modules.dep', {
      graph: unloaded,
    });
    const sets = (text: string): Map<string, string> =>
      new Map(
        text
          .split('\n')
          .filter((line) => line !== '')
          .map((line) => [
            line.slice(0, line.indexOf(':')),
            line
              .slice(line.indexOf(':') + 1)
              .trim()
              .split(' ')
              .sort()
              .join(' '),
          ]),
      );
    expect(ran.stderr).toBe('');
    expect(sets(ran.stdout)).toEqual(sets(recorded('modules.dep')));
  });
});

describe('plans', () => {
  const options = { regime: today, graph: loaded, drivers: [] };

  test('every plan whose steps are all commands is true: run, it ends with the module gone', () => {
    const proofs = loaded.loaded.map((row) => [row.name, machinePlan(options, row.name)?.proof] as const);
    const counted = new Map<string, number>();
    for (const [, proof] of proofs) counted.set(proof ?? '', (counted.get(proof ?? '') ?? 0) + 1);
    expect(proofs.filter(([, proof]) => proof === 'stays' || proof === undefined)).toEqual([]);
    expect(counted.get('gone')).toBeGreaterThan(130);
  }, 120_000);

  test('a reference that no list names makes a step without a command, and no proof', () => {
    expect(machinePlan(options, 'sctp')).toMatchObject({ proof: 'not run', plan: { never: '' } });
  });

  test('lsmod alone is enough', () => {
    const graph = graphOf({ indexes: {}, loaded: { name: 'paste', text: recorded('lsmod.txt') } });
    expect(machinePlan({ ...options, graph }, 'libata')?.text).toBe(
      `libata goes in 3 steps
  1  rmmod ahci      uses libahci, libata
  2  rmmod libahci   uses libata
  3  rmmod libata
run in the model, these steps end with libata gone
`,
    );
  });

  test.each([
    [
      'Unloading',
      'a 4096 -1 - Unloading 0x0\n',
      'a cannot go: a is being unloaded: its exit() runs already, and only its end or a reboot helps\n',
    ],
    ['permanent', 'a 4096 0 [permanent], Live 0x0\n', 'a cannot go: a has no exit function (permanent)\n'],
  ])('a module that is %s cannot go', (_, text, said) => {
    const graph = graphOf({ indexes: {}, loaded: { name: 'paste', text } });
    expect(machinePlan({ ...options, graph }, 'a')?.text).toBe(said);
  });
});
