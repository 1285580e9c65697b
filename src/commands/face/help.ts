/** `help`: one screen; `help WORD`: usage, what it does, examples. */
import type { UserPath } from '../../engine/step.ts';
import type { Command, CommandContext } from '../../shell/command.ts';
import type { FaceServices } from './services.ts';

export interface HelpServices extends FaceServices {
  readonly describe: (word: string) => Command | undefined;
}

function* run({ args, name, out, err, services }: CommandContext<HelpServices>): UserPath<number> {
  const [word] = args;
  if (word === undefined) {
    yield* out(services.helpText());
    return 0;
  }
  const found = services.describe(word);
  if (found === undefined) {
    yield* err(`${name}: no help for ${word}\n`);
    return 1;
  }
  const usage = found.usage.startsWith(found.name) ? found.usage : `${found.name} ${found.usage}`.trimEnd();
  const lines = [`usage: ${usage}`, found.summary];
  for (const example of found.examples ?? []) lines.push(`  ${example}`);
  if (found.ours === true) lines.push('a word of modsh: no real system has it, and --strict leaves it out');
  yield* out(`${lines.join('\n')}\n`);
  return 0;
}

export const help: Command<HelpServices> = {
  name: 'help',
  usage: 'help [WORD]',
  summary: 'one screen of help, or what one word does',
  group: 'face',
  ours: true,
  examples: ['help', 'help rmmod'],
  run,
};
