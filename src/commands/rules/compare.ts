/** `compare`: one script under every rule, one table. */
import type { UserPath } from '../../engine/step.ts';
import { regimeById, regimes } from '../../regimes/index.ts';
import type { Regime } from '../../regimes/regime.ts';
import type { Command, CommandContext } from '../../shell/command.ts';
import { readAll } from '../stream.ts';
import { errorText } from '../tool.ts';

export interface CompareServices {
  /** Runs the script under each of the rules, each in a system of its own; the table. Not there inside such a run. */
  readonly compare?: (
    script: { readonly name: string; readonly text: string; readonly args: readonly string[] },
    under: readonly Regime[],
  ) => string;
}

const USAGE = 'compare [--regimes ID,...] FILE [ARG ...]';
type Context = CommandContext<CompareServices>;

/** The text of a file; a negative errno where it cannot be read. */
function* readFile(context: Context, path: string): UserPath<string | number> {
  const fd = yield* context.sys.open(path, { read: true });
  if (fd < 0) return fd;
  const text = yield* readAll(context, fd);
  yield* context.sys.close(fd);
  return text;
}

/** The rules of `--regimes`; the id that is none. */
function chosen(words: string | undefined): readonly Regime[] | string {
  if (words === undefined) return regimes;
  const found: Regime[] = [];
  for (const id of words.split(',')) {
    const regime = regimeById(id);
    if (regime === undefined) return id;
    found.push(regime);
  }
  return found;
}

function* run(context: Context): UserPath<number> {
  const { args, name, out, err, services } = context;
  const [first = ''] = args;
  const words = first === '--regimes' ? args[1] : first.startsWith('--regimes=') ? first.slice('--regimes='.length) : undefined;
  const [file, ...rest] = args.slice(first === '--regimes' ? 2 : words === undefined ? 0 : 1);
  if (file === undefined || file.startsWith('-')) {
    yield* err(`${name}: usage: ${USAGE}\n`);
    return 2;
  }
  const under = chosen(words);
  if (typeof under === 'string') {
    yield* err(`${name}: unknown regime ${under} (there are ${regimes.map(({ id }) => id).join(', ')})\n`);
    return 2;
  }
  const text = yield* readFile(context, file);
  if (typeof text === 'number') {
    yield* err(`${name}: ${file}: ${errorText(text)}\n`);
    return 1;
  }
  if (services.compare === undefined) {
    yield* err(`${name}: this is a comparison already\n`);
    return 1;
  }
  yield* out(services.compare({ name: file, text, args: rest }, under));
  return 0;
}

export const compare: Command<CompareServices> = {
  name: 'compare',
  usage: '[--regimes ID,...] FILE [ARG ...]',
  summary: 'runs one script under every rule and shows one table',
  group: 'rules',
  ours: true,
  examples: ['compare scripts/held-device.sh', 'compare --regimes 2.4,today scripts/held-open.sh'],
  run,
};
