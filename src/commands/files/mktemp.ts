import { ERRNO } from '../../engine/errno.ts';
import type { Command } from '../../shell/command.ts';
import { hasOption, optionValue, type ParsedOptions } from '../getopt.ts';
import { quote, quoteAlways } from '../quote.ts';
import { defineTool, errorText, fail, misuse } from '../tool.ts';
import { joined } from './paths.ts';

/** Names tried before giving up. */
const TRIES_MAX = 10_000;
const DEFAULT_TEMPLATE = 'tmp.XXXXXXXXXX';
const LEAST_PLACES = 3;

export interface Template {
  readonly before: string;
  readonly places: number;
  readonly after: string;
}

/** A template around its last run of Xs; undefined when these are too few. A suffix may follow them unless one is given. */
export function parseTemplate(text: string, suffix: string | undefined): Template | undefined {
  const parts = /^([\s\S]*?)(X+)([^X/]*)$/.exec(text);
  const [, before = '', places = '', after = ''] = parts ?? [];
  if (parts === null || places.length < LEAST_PLACES || (suffix !== undefined && after !== '')) return undefined;
  return { before, places: places.length, after: after + (suffix ?? '') };
}

/** The numbered name of a template: counting up, where the real tool draws lots, so that every run gives the same names. */
export const numberedName = (template: Template, number: number): string =>
  template.before + String(number).padStart(template.places, '0').slice(-template.places) + template.after;

/** The template with its directory, as the options say. */
function templatePath(options: ParsedOptions, tmpdir: string): string {
  const [given] = options.operands;
  const folder = optionValue(options, 'p');
  if (given === undefined) return joined(folder === undefined || folder === '' ? tmpdir : folder, DEFAULT_TEMPLATE);
  if (hasOption(options, 't')) return joined(tmpdir, given);
  return hasOption(options, 'p') ? joined(folder === '' ? tmpdir : (folder ?? tmpdir), given) : given;
}

export const mktemp: Command = defineTool({
  name: 'mktemp',
  usage: '[OPTION]... [TEMPLATE]',
  summary: 'make a temporary file or directory and print its name',
  group: 'files',
  grammar: { short: 'dp:qtu', long: { directory: 'd', 'dry-run': 'u', quiet: 'q', suffix: 'suffix:', tmpdir: 'p' } },
  *run(context, options) {
    const { sys } = context;
    if (options.operands.length > 1) return yield* misuse(context, 'too many templates');
    const path = templatePath(options, context.env.get('TMPDIR') || '/tmp');
    const suffix = optionValue(options, 'suffix');
    const template = parseTemplate(path, suffix);
    if (template === undefined) return yield* fail(context, `too few X's in template ${quote(options.operands[0] ?? path)}`);
    const folder = hasOption(options, 'd');
    let result = -ERRNO.EEXIST;
    for (let number = 1; result === -ERRNO.EEXIST && number <= TRIES_MAX; number += 1) {
      const name = numberedName(template, number);
      if (hasOption(options, 'u')) {
        const there = yield* sys.lstat(name);
        result = typeof there === 'number' ? 0 : -ERRNO.EEXIST;
      } else if (folder) result = yield* sys.mkdir(name, 0o700);
      else {
        result = yield* sys.open(name, { read: true, write: true, create: true, exclusive: true, mode: 0o600 });
        if (result >= 0) yield* sys.close(result);
      }
      if (result >= 0) {
        yield* context.out(`${name}\n`);
        return 0;
      }
    }
    if (hasOption(options, 'q')) return 1;
    return yield* fail(
      context,
      `failed to create ${folder ? 'directory' : 'file'} via template ${quoteAlways(path + (suffix ?? ''))}: ${errorText(result)}`,
    );
  },
});
