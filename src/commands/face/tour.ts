/** `tour`: the debate in ten steps, each on a fresh kernel under its rule. */
import type { UserPath } from '../../engine/step.ts';
import type { Command, CommandContext } from '../../shell/command.ts';
import type { FaceServices, TourTurn } from './services.ts';

const USAGE = 'tour [N|next|back|list|end]';
const WORDS: readonly TourTurn[] = ['next', 'back', 'list', 'end'];
const STEPS = 10;

/** Where the words lead; undefined: nowhere. */
function turnOf(args: readonly string[]): TourTurn | undefined {
  const [word] = args;
  if (args.length > 1) return undefined;
  if (word === undefined) return 'here';
  const number = /^\d+$/.test(word) ? Number(word) : 0;
  if (number >= 1 && number <= STEPS) return number;
  return WORDS.find((one) => one === word);
}

function* run({ args, name, out, err, services }: CommandContext<FaceServices>): UserPath<number> {
  const turn = turnOf(args);
  if (turn === undefined) {
    yield* err(`${name}: usage: ${USAGE}\n`);
    return 2;
  }
  if (services.face === undefined) {
    yield* err(`${name}: only the interactive shell has this\n`);
    return 1;
  }
  const answer = services.face.tour(turn);
  if (answer.out !== '') yield* out(answer.out);
  if (answer.err !== '') yield* err(`${name}: ${answer.err}\n`);
  return answer.status;
}

export const tour: Command<FaceServices> = {
  name: 'tour',
  usage: USAGE,
  summary: 'the debate in ten steps, each on a fresh kernel',
  group: 'face',
  ours: true,
  examples: ['tour', 'tour next', 'tour 8'],
  run,
};
