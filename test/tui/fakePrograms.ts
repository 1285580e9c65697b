/** The commands of the fake session: just enough of each to make something happen that a face has to show. */
import type { SystemView, WaitView } from '../../src/engine/view.ts';
import { hold, moduleOf, phasesAt, viewOf, waitOf } from '../helpers/views.ts';
import { drop, moduleIn, type Program, say, start, update, type World } from './fakeWorld.ts';

const EXEC_US = 500;
const SKIPPED = new Set(['exec', 'speed']);

function* until(world: World, name: string, fields: Partial<WaitView>, done: () => boolean, untilUs?: number): Program {
  const since = world.now;
  const pid = world.front?.group ?? 0;
  const view = (): WaitView =>
    waitOf({
      pid,
      group: pid,
      module: name,
      since: since as SystemView['now'],
      until: untilUs as SystemView['now'] | undefined,
      ...fields,
    });
  const answer = yield { for: 'until', done, view, ...(untilUs === undefined ? {} : { untilUs }), deaf: fields.cancellable === false };
  return answer === 'signal' ? 130 : 0;
}

function* insmod(world: World, [file = '', ...params]: readonly string[]): Program {
  const name = file.replace(/\.ko$/, '');
  yield { for: 'time', us: EXEC_US };
  if (!['chardev', 'core', 'netdev', 'devholder', 'proto', 'user'].includes(name)) {
    say(world, `insmod: ERROR: could not load module ${file}: No such file or directory\n`, 'err');
    return 1;
  }
  world.log.push(`[    ${(world.now / 1e6).toFixed(6)}] ${name}: init`);
  world.modules = [{ ...moduleOf(name), id: world.nextPid++ }, ...world.modules];
  const linger = params.find((param) => param.startsWith('linger='));
  if (linger) {
    const end = world.now + Number(linger.slice(7)) * 1e6;
    update(world, name, [hold('linger', { count: 2, until: end as SystemView['now'] })]);
    start(world, 'timer', timer(world, name, end - world.now));
  }
  if (name === 'devholder') update(world, 'netdev', [hold('dev_hold', { counted: false, who: 'mdev0: devholder' })]);
  return 0;
}

function* timer(world: World, name: string, us: number): Program {
  yield { for: 'time', us };
  update(world, name, []);
  return 0;
}

function* rmmod(world: World, words: readonly string[]): Program {
  const name = words.findLast((word) => !word.startsWith('-')) ?? '';
  const command = ['rmmod', ...words].join(' ');
  yield { for: 'time', us: EXEC_US };
  const module = moduleIn(world, name);
  if (!module) {
    say(world, `rmmod: ERROR: Module ${name} is not currently loaded\n`, 'err');
    return 1;
  }
  if (module.refcnt > 0 && words.includes('-w')) {
    const end = module.holds[0]?.until;
    const phases = world.regime === 'drain' ? phasesAt('drain') : [];
    const status = yield* until(world, name, { command, phases }, () => (moduleIn(world, name)?.refcnt ?? 0) === 0, end);
    if (status !== 0) return status;
  } else if (module.refcnt > 0) {
    say(world, `rmmod: ERROR: Module ${name} is in use\n`, 'err');
    return 1;
  }
  if (name === 'netdev' && moduleIn(world, 'devholder')) {
    world.notices.push({ kind: 'emergency', text: 'unregister_netdevice: waiting for mdev0 to become free. Usage count = 2' });
    const reason = 'exit() waits for mdev0: 1 dev_hold (devholder)';
    const whyNot = 'SIGINT is pending, and stays so: exit() runs and has no way back';
    const fields = {
      command,
      reason,
      cancellable: false,
      whyNot,
      wayOut: 'rmmod devholder frees mdev0',
      blockers: [{ kind: 'dev_hold', count: 1, who: 'devholder' }] as const,
    };
    yield* until(world, name, fields, () => moduleIn(world, 'devholder') === undefined);
  }
  drop(world, name);
  return 0;
}

function exec(world: World, word: string): number {
  const [, fd = '', target = ''] = /^(\d)<(.*)$/.exec(word) ?? [];
  if (target === '&-') update(world, 'chardev', []);
  else if (moduleIn(world, 'chardev')) update(world, 'chardev', [hold('file', { each: 2, who: `sh fd ${fd}`, what: target })]);
  else {
    say(world, `modsh: ${target}: No such file or directory\n`, 'err');
    return 1;
  }
  return 0;
}

function* cat(world: World): Program {
  for (;;) {
    const line = yield { for: 'line' };
    if (line === undefined) return 0;
    if (line === 'signal') return 130;
    say(world, line);
  }
}

function* simple(world: World, words: readonly string[]): Program {
  const [name = '', ...args] = words;
  if (!SKIPPED.has(name)) yield { for: 'time', us: EXEC_US };
  switch (name) {
    case 'insmod':
      return yield* insmod(world, args);
    case 'rmmod':
      return yield* rmmod(world, args);
    case 'exec':
      return exec(world, args[0] ?? '');
    case 'cat':
      return yield* cat(world);
    case 'sleep':
      return (yield { for: 'time', us: Number(args[0]) * 1e6 }) === 'signal' ? 130 : 0;
    case 'echo':
      say(world, `${args.join(' ')}\n`);
      return 0;
    case 'printf':
      say(world, args.join(' ').replaceAll('\\n', '\n').replaceAll('\\e', '\x1b'));
      return 0;
    case 'lsmod':
      say(world, [viewOf().lsmodHeader, ...world.modules.map(({ row }) => row)].join('\n') + '\n');
      return 0;
    case 'speed':
      world.speed = args[0] === 'pause' ? 0 : Number(args[0]);
      return 0;
    case 'regime':
      world.regime = args[0] ?? 'today';
      return 0;
    case 'busy':
      for (let turn = 0; turn < Number(args[0]); turn += 1) yield { for: 'time', us: 0 };
      return 0;
    case 'false':
      return 1;
    case 'exit':
      world.over = true;
      return Number(args[0] ?? 0);
    default:
      say(world, `modsh: ${name}: command not found\n`, 'err');
      return 127;
  }
}

export function* block(world: World, text: string): Program {
  for (const part of text.replace(/\\\n/g, '').split(/;|\n|&(?!-)/)) {
    const words = part
      .trim()
      .split(/\s+/)
      .filter((word) => word !== '' && !['for', 'do', 'done'].includes(word));
    if (words.length > 0) world.status = yield* simple(world, words);
    if (world.over) break;
  }
  return world.status;
}
