import { ERRNO } from '../../engine/errno.ts';
import type { UserPath } from '../../engine/step.ts';
import { failed } from '../../engine/sys.ts';
import type { Command, CommandContext } from '../../shell/command.ts';
import { hasOption, optionValue, type ParsedOptions } from '../getopt.ts';
import { quote, quoteName } from '../quote.ts';
import { defineTool, errorText, fail, misuse } from '../tool.ts';
import { formatDate, parseDate } from './dateformat.ts';

const DEFAULT_FORMAT = '%a %b %e %H:%M:%S %Z %Y';
const RFC_EMAIL = '%a, %d %b %Y %H:%M:%S %z';

const ISO: Readonly<Record<string, string>> = {
  date: '%Y-%m-%d',
  hours: '%Y-%m-%dT%H%:z',
  minutes: '%Y-%m-%dT%H:%M%:z',
  seconds: '%Y-%m-%dT%H:%M:%S%:z',
  ns: '%Y-%m-%dT%H:%M:%S,%N%:z',
};
const RFC_3339: Readonly<Record<string, string>> = { date: '%Y-%m-%d', seconds: '%Y-%m-%d %H:%M:%S%:z', ns: '%Y-%m-%d %H:%M:%S.%N%:z' };

/** The form that a word (or its beginning) names. */
const formNamed = (forms: Readonly<Record<string, string>>, text: string): string | undefined =>
  Object.entries(forms).find(([name]) => text !== '' && name.startsWith(text))?.[1];

/** The time that is asked for; an exit status when it is none. */
function* timeOf(context: CommandContext, options: ParsedOptions): UserPath<{ time: number } | number> {
  const now = yield* context.sys.clock();
  const file = optionValue(options, 'r');
  if (file !== undefined) {
    const stat = yield* context.sys.stat(file);
    return failed(stat) ? yield* fail(context, `${quoteName(file)}: ${errorText(stat)}`) : { time: stat.mtime };
  }
  const text = optionValue(options, 'd');
  if (text === undefined) return { time: now };
  const time = parseDate(text, now);
  return time === undefined ? yield* fail(context, `invalid date ${quote(text)}`) : { time };
}

export const date: Command = defineTool({
  name: 'date',
  usage: '[OPTION]... [+FORMAT]',
  summary: 'print the date of the virtual clock, which boots on 1 January 1970',
  group: 'system',
  grammar: {
    short: 'I::Rd:r:s:u',
    long: { date: 'd', 'iso-8601': 'I', reference: 'r', 'rfc-email': 'R', 'rfc-3339': 'rfc-3339:', set: 's', universal: 'u', utc: 'u' },
  },
  *run(context, options) {
    const [operand, extra] = options.operands;
    if (extra !== undefined) return yield* misuse(context, `extra operand ${quote(extra)}`);
    if (hasOption(options, 's')) return yield* fail(context, `cannot set date: ${errorText(-ERRNO.EPERM)}`);
    if (operand !== undefined && !operand.startsWith('+')) return yield* fail(context, `invalid date ${quote(operand)}`);
    const found = yield* timeOf(context, options);
    if (typeof found === 'number') return found;
    let format = operand?.slice(1) ?? DEFAULT_FORMAT;
    const iso = optionValue(options, 'I');
    const rfc = optionValue(options, 'rfc-3339');
    if (hasOption(options, 'R')) format = RFC_EMAIL;
    else if (iso !== undefined || rfc !== undefined) {
      const named = iso === undefined ? formNamed(RFC_3339, rfc ?? '') : formNamed(ISO, iso || 'date');
      const option = iso === undefined ? '--rfc-3339' : '--iso-8601';
      if (named === undefined) return yield* misuse(context, `invalid argument ${quote(iso ?? rfc ?? '')} for ${quote(option)}`);
      format = named;
    }
    yield* context.out(`${formatDate(format, found.time)}\n`);
    return 0;
  },
});
