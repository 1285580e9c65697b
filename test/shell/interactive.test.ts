import { describe, expect, test } from 'vitest';
import { SIGNALS } from '../../src/engine/signals.ts';
import { exitStatus } from '../../src/engine/sys.ts';
import { openTty, signalProcess, startInit, ttyEof, ttyInput, ttySignal } from '../../src/kernel/os/os.ts';
import { type PromptHooks, type PromptState, shellProgram } from '../../src/shell/shell.ts';
import { testSystem } from '../helpers/osWorld.ts';
import { smallCommands } from '../helpers/smallCommands.ts';

/** A shell at a terminal, with a log of what it told its face. */
function terminal(hooks: Partial<PromptHooks> = {}) {
  const log: string[] = [];
  const states: PromptState[] = [];
  let status: number | undefined;
  let shellPid = 0;
  const table = new Map(smallCommands.map((command) => [command.name, command]));
  const system = testSystem({
    ended: (process, how) => {
      if (process.pid === shellPid) status = exitStatus(how);
    },
  });
  const program = shellProgram({
    find: (name) => table.get(name),
    services: undefined,
    interactive: {
      onPrompt(state) {
        states.push(state);
        log.push(state.open === undefined ? `prompt ${state.status}` : `more ${state.open}`);
      },
      onCommandStart: (text) => void log.push(`start ${text.trimEnd()}`),
      onCommandEnd: (ended, us) => void log.push(`end ${ended} after ${Math.floor(us / 1_000_000)} s`),
      onNotice: (text) => void log.push(`notice ${text}`),
      ...hooks,
    },
  });
  const tty = openTty(system.os);
  const shell = startInit(system.os, 'sh', program, { fds: [tty, tty, tty], cwd: '/tmp' });
  shellPid = shell.pid;
  system.settle(0);
  const take = (): string[] => {
    const told = [...log, ...(system.out.length > 0 ? [`out ${system.out.join('')}`] : [])];
    log.length = 0;
    system.out.length = 0;
    return told;
  };
  /** Lets virtual time pass, as a host does. */
  const pass = (us: number): string[] => {
    const until = system.machine.now + us;
    system.settle(until);
    system.machine.now = Math.max(system.machine.now, until);
    return take();
  };
  return {
    states,
    /** Types a text and lets so many seconds pass; what was told. */
    type(text: string, seconds = 60) {
      ttyInput(system.os, text);
      return pass(seconds * 1_000_000);
    },
    key(signal: number, seconds = 60) {
      ttySignal(system.os, signal);
      return pass(seconds * 1_000_000);
    },
    signalShell(signal: number) {
      signalProcess(system.os, shell, signal);
      return pass(1_000);
    },
    end() {
      ttyEof(system.os);
      return pass(1_000);
    },
    take,
    status: () => status,
  };
}

describe('reading', () => {
  test('a prompt, a command, its output, its status, a prompt', () => {
    const { type, take } = terminal();
    expect(take()).toEqual(['prompt 0']);
    expect(type('echo hi; false\n')).toEqual(['start echo hi; false', 'end 1 after 0 s', 'prompt 1', 'out hi\n']);
  });

  test('an unfinished text asks for more and then runs as one', () => {
    const { type, take } = terminal();
    take();
    expect(type('for i in a b\n')).toEqual(['more for']);
    expect(type('do echo "$i\n')).toEqual(['more dquote']);
    expect(type('"; done\n')).toEqual(['start for i in a b\ndo echo "$i\n"; done', 'end 0 after 0 s', 'prompt 0', 'out a\n\nb\n\n']);
  });

  test('a block that is typed at once runs line by line where lines are complete', () => {
    const { type, take } = terminal();
    take();
    expect(type('cd /\npwd\n')).toEqual([
      'start cd /',
      'end 0 after 0 s',
      'prompt 0',
      'start pwd',
      'end 0 after 0 s',
      'prompt 0',
      'out /\n',
    ]);
  });

  test('an empty line and a comment run nothing', () => {
    const { type, take } = terminal();
    take();
    expect(type('\n# a\n')).toEqual(['prompt 0', 'prompt 0']);
  });

  test('messages have no line', () => {
    const { type, take } = terminal();
    take();
    expect(type('nosuch\n')).toContain('out modsh: nosuch: command not found\n');
    expect(type('if fi\n')).toContain('out modsh: syntax error: "fi" unexpected (expected "then")\n');
    expect(type('echo <(a)\n')).toContain('out modsh: not supported: process substitution\n');
  });

  test('errors that end a script end only what was typed', () => {
    const { type, take } = terminal();
    take();
    expect(type('echo ${x?gone}; echo no\n')).toEqual([
      'start echo ${x?gone}; echo no',
      'end 2 after 0 s',
      'prompt 2',
      'out modsh: x: gone\n',
    ]);
    expect(type('set -e; f() { for i in 1 2; do false; done; }; f; echo no\n')[1]).toBe('end 1 after 0 s');
    expect(type('echo still $?\n')).toContain('out still 1\n');
  });

  test('what a prompt may complete', () => {
    const { type, states } = terminal();
    type('f() { :; }; zz=1; cd /; sleep 9 &\n', 0.001);
    const { cwd, functions, variables, jobs, jobList } = states.at(-1) as PromptState;
    expect({ cwd, functions, jobs, zz: variables.includes('zz') }).toEqual({
      cwd: '/',
      functions: ['f'],
      jobs: ['[1]+  Running                 sleep 9 &'],
      zz: true,
    });
    expect(jobList).toEqual([{ number: 1, group: 101, stopped: false, command: 'sleep 9' }]);
  });
});

describe('Ctrl-C', () => {
  test('at the prompt gives a new one with status 130', () => {
    const { key, take } = terminal();
    take();
    expect(key(SIGNALS.INT)).toEqual(['prompt 130']);
  });

  test('in an unfinished text drops it', () => {
    const { type, key, take } = terminal();
    take();
    type('if a\n');
    expect(key(SIGNALS.INT)).toEqual(['prompt 130']);
    expect(type('echo ok\n')).toContain('out ok\n');
  });

  test.each([
    'sleep 9; echo no',
    'sleep 9 || echo no',
    'while :; do sleep 1; done; echo no',
    'sleep 9 | cat; echo no',
    '(sleep 9); echo no',
    'x=$(sleep 9); echo no',
    'f() { sleep 9; echo no; }; f',
  ])('ends %j', (text) => {
    const { type, key, take } = terminal();
    take();
    expect(type(`${text}\n`, 2.5)).toEqual([`start ${text}`]);
    expect(key(SIGNALS.INT, 1)).toEqual(['end 130 after 2 s', 'prompt 130']);
  });

  test('breaks off a loop of builtins', () => {
    const { type, key, take } = terminal();
    take();
    type('while :; do :; done\n', 0.01);
    expect(key(SIGNALS.INT, 0.01)).toEqual(['end 130 after 0 s', 'prompt 130']);
  });

  test('runs a trap where there is one', () => {
    const { type, key, take } = terminal();
    type("trap 'echo trapped' INT\n");
    take();
    type('sleep 9; echo $?\n', 1);
    expect(key(SIGNALS.INT, 1)).toEqual(['end 0 after 1 s', 'prompt 0', 'out trapped\n130\n']);
  });

  test('does not reach jobs in the background', () => {
    const { type, key, take } = terminal();
    type('sleep 9 &\n', 1);
    take();
    expect(key(SIGNALS.INT, 1)).toEqual(['prompt 130']);
    expect(type('jobs\n', 1)).toContain('out [1]+  Running                 sleep 9 &\n');
  });

  test('breaks off wait and read', () => {
    const { type, key, take } = terminal();
    type('sleep 9 &\n', 1);
    take();
    type('wait; echo no\n', 1);
    expect(key(SIGNALS.INT, 1)).toEqual(['end 130 after 1 s', 'prompt 130']);
    type('read x; echo no\n', 1);
    expect(key(SIGNALS.INT, 1)).toEqual(['end 130 after 1 s', 'prompt 130']);
  });
});

describe('jobs at a prompt', () => {
  test('a background job is announced, and its end at once', () => {
    const { type, take } = terminal();
    take();
    expect(type('sleep 2 &\n', 1)).toEqual(['start sleep 2 &', 'notice [1] 101', 'end 0 after 0 s', 'prompt 0']);
    expect(type('', 5)).toEqual(['notice [1]+  Done                    sleep 2', 'prompt 0']);
  });

  test('Ctrl-Z stops the foreground job, fg goes on with it', () => {
    const { type, key, take } = terminal();
    take();
    type('sleep 5; echo no\n', 1.5);
    expect(key(SIGNALS.TSTP)).toEqual(['notice [1]+  Stopped                 sleep 5', 'end 148 after 1 s', 'prompt 148']);
    expect(type('fg\n', 60)).toEqual(['start fg', 'end 0 after 0 s', 'prompt 0', 'out sleep 5\n']);
  });

  test('a stopped pipeline goes on in the background with bg', () => {
    const { type, key, take } = terminal();
    take();
    type('sleep 5 | cat\n', 1);
    key(SIGNALS.TSTP, 1);
    expect(type('bg\n', 1)).toContain('out [1]+ sleep 5 | cat &\n');
    expect(type('', 9)).toEqual(['notice [1]+  Done                    sleep 5 | cat', 'prompt 0']);
  });

  test('SIGTSTP to the shell itself leaves the foreground job in the background, running', () => {
    const { type, signalShell, take } = terminal();
    take();
    type('sleep 5\n', 1);
    expect(signalShell(SIGNALS.TSTP)).toEqual(['notice [1]+  Running                 sleep 5 &', 'end 148 after 1 s', 'prompt 148']);
    expect(type('', 9)).toEqual(['notice [1]+  Done                    sleep 5', 'prompt 148']);
  });

  test('a background job that reads from the terminal is stopped, fg lets it read', () => {
    const { type, take } = terminal();
    take();
    expect(type('cat &\n', 1)).toContain('notice [1]+  Stopped                 cat');
    type('fg\n', 1);
    expect(type('hello\n', 1)).toEqual(['out hello\n']);
  });

  test('a foreground program reads the lines that are typed', () => {
    const { type, take } = terminal();
    type('head1\n', 1);
    take();
    expect(type('a line\n', 1)).toEqual(['end 0 after 1 s', 'prompt 0', 'out a line\n']);
  });

  test('signals that would end or stop it do neither', () => {
    const { signalShell, type } = terminal();
    for (const signal of [SIGNALS.TERM, SIGNALS.QUIT, SIGNALS.TSTP, SIGNALS.TTIN, SIGNALS.TTOU]) signalShell(signal);
    expect(type('echo alive\n')).toContain('out alive\n');
  });

  test('programs get signals as they come, not as the shell has them', () => {
    const { type } = terminal();
    expect(type("sh -c 'kill -TERM $$'; echo $?\n")).toContain('out Terminated\n143\n');
    expect(type("sh -c 'kill -QUIT $$'; echo $?\n")).toContain('out Quit\n131\n');
  });
});

describe('leaving', () => {
  test('exit ends the shell with its status and its EXIT trap', () => {
    const { type, status } = terminal();
    expect(type("trap 'echo bye' EXIT; exit 3\n").at(-1)).toBe('out bye\n');
    expect(status()).toBe(3);
  });

  test('the end of input leaves with the last status', () => {
    const { type, end, status } = terminal();
    type('false\n');
    end();
    expect(status()).toBe(1);
  });

  test('with jobs left the face is asked', () => {
    const asked: (readonly string[])[] = [];
    const { type, end, status } = terminal({ mayLeave: (jobs) => asked.push(jobs) > 1 });
    type('sleep 99 &\n', 1);
    end();
    expect(status()).toBeUndefined();
    end();
    expect([asked, status()]).toEqual([[['[1]+  Running                 sleep 99 &'], ['[1]+  Running                 sleep 99 &']], 0]);
  });
});
