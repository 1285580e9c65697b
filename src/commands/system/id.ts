import type { Command } from '../../shell/command.ts';
import { userName } from '../files/owner.ts';
import { hasOption } from '../getopt.ts';
import { quote } from '../quote.ts';
import { defineTool, fail, misuse } from '../tool.ts';

/** The number of a user by name or number; undefined when there is no such user. */
export function userNumber(text: string): number | undefined {
  const known = [0, 1, 1000, 65534].find((uid) => userName(uid) === text);
  return known ?? (/^\d+$/.test(text) && userName(Number(text)) !== undefined ? Number(text) : undefined);
}

const labelled = (uid: number): string => `${uid}${userName(uid) === undefined ? '' : `(${userName(uid)})`}`;

/** Every user has one group, of the same number and name. */
export const id: Command = defineTool({
  name: 'id',
  usage: '[OPTION]... [USER]...',
  summary: 'print who runs this',
  group: 'system',
  grammar: { short: 'Ggnru', long: { group: 'g', groups: 'G', name: 'n', real: 'r', user: 'u' } },
  *run(context, options) {
    const asked = ['u', 'g', 'G'].filter((key) => hasOption(options, key));
    if (asked.length > 1) return yield* fail(context, 'cannot print "only" of more than one choice');
    const names = hasOption(options, 'n');
    if (asked.length === 0 && (names || hasOption(options, 'r'))) {
      return yield* fail(context, 'cannot print only names or real IDs in default format');
    }
    let status = 0;
    for (const user of options.operands.length === 0 ? [undefined] : options.operands) {
      const uid = user === undefined ? context.process.uid : userNumber(user);
      if (uid === undefined) {
        status = yield* fail(context, `${quote(user ?? '')}: no such user`);
        continue;
      }
      const one = names ? (userName(uid) ?? String(uid)) : String(uid);
      yield* context.out(asked.length > 0 ? `${one}\n` : `uid=${labelled(uid)} gid=${labelled(uid)} groups=${labelled(uid)}\n`);
    }
    return status;
  },
});

export const whoami: Command = defineTool({
  name: 'whoami',
  usage: '',
  summary: 'print the name of the user who runs this',
  group: 'system',
  grammar: { short: '' },
  *run(context, options) {
    const [extra] = options.operands;
    if (extra !== undefined) return yield* misuse(context, `extra operand ${quote(extra)}`);
    const { uid } = context.process;
    const name = userName(uid);
    if (name === undefined) return yield* fail(context, `cannot find name for user ID ${uid}`);
    yield* context.out(`${name}\n`);
    return 0;
  },
});
