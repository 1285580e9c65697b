import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { raceCommands } from '../../../src/commands/races/index.ts';
import type { RaceServices } from '../../../src/commands/races/services.ts';
import type { Sys } from '../../../src/engine/sys.ts';
import { regimeById } from '../../../src/regimes/index.ts';
import type { CommandContext } from '../../../src/shell/command.ts';
import { ground } from '../../helpers/ground.ts';
import { runScript } from '../../helpers/system.ts';

const SCHEDULE = readFileSync(join(import.meta.dirname, '../../../fixtures/schedules/chr-inmod.schedule'), 'utf8');

/** Runs a command on a system of one file, `a.schedule`; `interrupted`: every sleep ends with a signal. */
function run(words: readonly string[], rule = 'today', interrupted = false): { out: string; err: string; status: number; written: string } {
  const [name = '', ...args] = words;
  const command = raceCommands.find((one) => one.name === name);
  const regime = regimeById(rule);
  if (command === undefined || regime === undefined) throw new Error(`no ${name} or ${rule}`);
  let [out, err, written, left] = ['', '', '', SCHEDULE];
  const sys = {
    *sigaction() {
      return 0;
    },
    *nanosleep() {
      return interrupted ? -4 : 0;
    },
    *open(path: string) {
      return path === 'a.schedule' || path === 'out.schedule' ? 3 : -2;
    },
    *read() {
      const text = left;
      left = '';
      return text;
    },
    *write(_fd: number, text: string) {
      written += text;
      return text.length;
    },
    *close() {
      return 0;
    },
  };
  const services: RaceServices = { races: ground, regime };
  const context = {
    name,
    args,
    sys: sys as unknown as Sys,
    services,
    *out(text: string) {
      out += text;
      return true;
    },
    *err(text: string) {
      err += text;
      return true;
    },
  } as unknown as CommandContext<RaceServices>;
  const result = command.run(context).next();
  if (result.done !== true) throw new Error('the command makes a call that is not served');
  return { out, err, status: result.value, written };
}

test.each([
  [['explore', 'chardev'], 'today', 0, /today chardev, smp: proved/],
  [['explore', 'chardev'], '2.2', 1, /use-after-unload, 21 steps/],
  [['explore', 'proto', '--regime', 'drain', '--users', '1'], 'today', 0, /drain proto, smp: proved/],
  [['explore', '--help'], 'today', 0, /Usage: explore/],
  [['replay', 'a.schedule'], 'today', 0, /ends in use-after-unload, as found/],
] as const)('%j under %s', (words, rule, status, text) => {
  const ran = run(words, rule);
  expect(ran.err).toBe('');
  expect(ran.status).toBe(status);
  expect(ran.out).toMatch(text);
});

test.each([
  [['explore'], 2],
  [['explore', 'nothing'], 2],
  [['explore', 'chardev', '--regime', 'x'], 2],
  [['explore', '--matrix'], 2],
  [['replay'], 2],
  [['replay', 'missing'], 2],
] as const)('%j is refused', (words, status) => {
  const ran = run(words);
  expect(ran.status).toBe(status);
  expect(ran.err + ran.out).not.toBe('');
});

test('explore writes the schedule, Ctrl-C ends it with what is known', () => {
  expect(run(['explore', 'chr-inmod', '--output', 'out.schedule']).written).toBe(SCHEDULE);
  const cut = run(['explore', 'protocol', '--regime', 'drain', '--users', '4', '--interrupts', '1'], 'today', true);
  expect(cut.status).toBe(3);
  expect(cut.out).toContain('bound, nothing found so far');
});

describe('replay, step by step', () => {
  const found = 'explore chardev --regime 2.2 --output race >/dev/null\n';

  test('--at shows one step, with the status of the replay', () => {
    const ran = runScript(`${found}replay --at 20 race; echo $?; replay --at 22 race; echo $?`);
    expect(ran.stdout).toMatch(/^step 20 of 21 [\s\S]*rmmod0: frees text and data[\s\S]*\nchardev +0 {2}FREED \(was Unloading\)\n0\n2\n$/);
    expect(ran.stderr).toBe('replay: --at takes a number from 0 to 21\n');
  });

  test('--step goes forward and back by lines, and leaves at q or where they end', () => {
    const steps = (lines: string): string[] => {
      const ran = runScript(`${found}printf '${lines}' | replay --step race; echo ended $?`);
      return [...ran.stdout.matchAll(/^step (\d+) of 21 |^(ended \d+)$|^(Enter or n:)/gm)].map(
        ([, at, end, help]) => at ?? end ?? help ?? '',
      );
    };
    expect(steps('\\n\\nb\\n7\\nG\\np\\n?\\ng\\nq\\n3\\n')).toEqual(['0', '1', '2', '1', '7', '21', '20', 'Enter or n:', '0', 'ended 0']);
    expect(steps('\\n99\\n')).toEqual(['0', '1', '21', 'ended 0']);
  });

  test('a schedule that no longer fits shows what fits, and says that the driver has changed', () => {
    const ran = runScript(
      `${found}sed 's/^model .*/model 0/;s/unlock kernel.unload_lock/unlock kernel.other/' race >old; replay old; echo $?`,
    );
    expect(ran.stdout).toMatch(/\n {3}8 [\s\S]*step 9 no longer fits: .*driver.* has changed since this schedule was found\.\n1\n$/);
    expect(ran.stderr).toBe('');
  });

  test.each(['replay --at x race', 'replay --step', 'replay --at 3', 'replay race race'])('%s is refused', (line) => {
    expect(runScript(`${line}; echo $?`)).toMatchObject({ stdout: '2\n', stderr: 'replay: usage: replay [--step | --at N] SCHEDULE\n' });
  });
});
