import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { moduleCommands } from '../../../src/commands/modules/index.ts';
import { addLoaded, run } from '../kmod/fake-system.ts';
import { fixtureSystem, TREE } from './fixtures.ts';

interface Step {
  readonly cmd: string;
  readonly stdout: string;
  readonly stderr: string;
}

/** Records of one command and `echo "exit $?"` a line. */
const steps = ['usage-help', 'usage-unknown-option'].flatMap((name) => {
  const text = readFileSync(new URL(`../../oracle/results/${name}.json`, import.meta.url), 'utf8');
  return (JSON.parse(text) as { steps: Step[] }).steps.filter(({ cmd }) => cmd.endsWith('; echo "exit $?"'));
});

test.each(steps.map((step) => [step.cmd.replace('; echo "exit $?"', ''), step] as const))(
  '%s prints what was recorded',
  (command, step) => {
    const done = run(fixtureSystem(), command.split(' '));
    expect(`${done.stdout}exit ${done.status}\n`).toBe(step.stdout);
    expect(done.stderr).toBe(step.stderr);
  },
);

test.each(moduleCommands.filter(({ name }) => name !== 'lsmod').map(({ name }) => name))('%s -V', (name) => {
  expect(run(fixtureSystem(), [name, '-V'])).toMatchObject({
    stdout: 'kmod version 30\n+ZSTD +XZ -ZLIB +LIBCRYPTO -EXPERIMENTAL\n',
    status: 0,
  });
});

test('kmod lists, as lsmod does', () => {
  const system = fixtureSystem();
  addLoaded(system, 'core');
  expect(run(system, ['kmod', 'list']).stdout).toBe(run(system, ['lsmod']).stdout);
  expect(run(system, ['kmod', 'list', 'x'])).toMatchObject({ stderr: 'Usage: list\n', status: 1 });
});

test('kmod without a command it knows shows its help, on standard output', () => {
  const help = run(fixtureSystem(), ['kmod', '--help']).stdout;
  expect(help).toContain('\tkmod [options] command [command_options]\n');
  expect(run(fixtureSystem(), ['kmod'])).toMatchObject({ stdout: help, stderr: 'missing command\n', status: 1 });
  expect(run(fixtureSystem(), ['kmod', 'insmod', 'x'])).toMatchObject({ stdout: help, stderr: "invalid command 'insmod'\n", status: 1 });
  expect(run(fixtureSystem(), ['kmod', 'help'])).toMatchObject({ stdout: help.replace('\tkmod [', '\thelp ['), status: 0 });
});

test('kmod static-nodes prints modules.devname in three forms, or into a file', () => {
  const system = fixtureSystem();
  system.files.set(`${TREE}/modules.devname`, '# comment\ntun net/tun c10:200\nbroken\n');
  expect(run(system, ['kmod', 'static-nodes', '--format=devname'])).toMatchObject({
    stdout: 'tun net/tun c10:200\n',
    stderr: 'Error: invalid devname entry: broken\n',
    status: 1,
  });
  run(system, ['kmod', 'static-nodes', '-f', 'tmpfiles', '-o', '/tmp/out']);
  expect(system.files.get('/tmp/out')).toBe('d /dev/net 0755 - - -\nc! /dev/net/tun 0600 - - - 10:200\n');
  expect(run(system, ['kmod', 'static-nodes', '-f', 'x']).stderr).toBe("Unknown format: 'x'.\n");
  system.files.delete(`${TREE}/modules.devname`);
  expect(run(system, ['kmod', 'static-nodes'])).toMatchObject({
    stderr: `Warning: ${TREE}/modules.devname not found - ignoring\n`,
    status: 0,
  });
});
