/** The indexes of Debian's kernel, about 4,000 modules, and what the real kmod 30 answered on them. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { addLoaded, createSystem, type FakeSystem, run } from './fake-system.ts';

const DIRECTORY = '/lib/modules/6.1.0-56-amd64';
const file = (name: string): string => readFileSync(new URL(`../../oracle/real-system/${name}`, import.meta.url), 'utf8');

interface Answer {
  readonly words: readonly string[];
  readonly status: number;
  readonly stdout?: string;
  readonly stderr?: string;
}
const { config, answers } = JSON.parse(file('kmod-answers.json')) as { config: string; answers: readonly Answer[] };

const DEBIAN_ALIASES = `options snd-pcsp index=-2
softdep uhci-hcd pre: ehci-hcd
softdep ohci-hcd pre: ehci-hcd
`;

function realSystem(): FakeSystem {
  const system = createSystem({ '/proc/sys/kernel/osrelease': '6.1.0-56-amd64\n', '/lib/modprobe.d/aliases.conf': DEBIAN_ALIASES });
  for (const name of ['modules.dep', 'modules.alias', 'modules.softdep', 'modules.builtin', 'modules.symbols'])
    system.files.set(`${DIRECTORY}/${name}`, file(name));
  system.files.set(`${DIRECTORY}/modules.builtin.modinfo`, '');
  for (const line of file('modules.dep').split('\n'))
    if (line !== '') system.files.set(`${DIRECTORY}/${line.slice(0, line.indexOf(':'))}`, '');
  return system;
}

describe('an unloaded system', () => {
  const system = realSystem();
  system.files.set('/etc/modprobe.d/t.conf', config);
  system.files.delete(`${DIRECTORY}/kernel/drivers/net/dummy.ko`);
  system.files.delete(`${DIRECTORY}/kernel/lib/crc16.ko`);
  test.each(answers.map((answer) => [answer.words.join(' '), answer] as const))('%s answers as the real one', (_, answer) => {
    const mine = run(system, answer.words);
    expect({ stdout: mine.stdout, stderr: mine.stderr.replace(/ctx=0x[0-9a-f]+/g, 'ctx=ADDRESS'), status: mine.status }).toEqual({
      stdout: answer.stdout ?? '',
      stderr: answer.stderr ?? '',
      status: answer.status,
    });
    expect(mine.calls.filter((call) => !call.startsWith('left open'))).toEqual([]);
  });
});

describe('with the recorded 151 modules loaded', () => {
  const system = realSystem();
  const holders = new Map(
    file('sysfs-holders.txt')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => {
        const match = /^(\S+) refcnt=(\S+) holders=(.*)$/.exec(line);
        return [
          match?.[1] ?? '',
          { refcnt: Number(match?.[2]), holders: (match?.[3] ?? '').split(',').filter((name) => name !== '') },
        ] as const;
      }),
  );
  for (const line of file('proc-modules').split('\n').reverse()) {
    const [name = '', size = ''] = line.split(' ');
    if (name !== '') addLoaded(system, name, { size: Number(size), ...holders.get(name) });
  }

  test('lsmod prints the recorded list, byte for byte', () => {
    expect(run(system, ['lsmod']).stdout).toBe(file('lsmod.txt'));
  });

  test('nothing that is loaded is loaded again', () => {
    for (const name of file('asked-of-modprobe.txt').split('\n')) {
      if (name !== '' && !name.startsWith('#'))
        expect(run(system, ['modprobe', '-n', '-v', name])).toMatchObject({ stdout: '', stderr: '', status: 0 });
    }
  });

  test('what is in use cannot go, what is not in use can', () => {
    expect(run(system, ['modprobe', '-r', '-n', '-v', 'libata']).stderr).toBe('modprobe: FATAL: Module libata is in use.\n');
    expect(run(system, ['modprobe', '-r', '-n', '-v', 'tipc']).stdout).toBe('rmmod tipc\n');
  });
});
