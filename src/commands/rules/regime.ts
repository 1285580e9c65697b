/** `regime`: the table of the ten rules; `regime ID`: a fresh kernel under another one. */
import type { UserPath } from '../../engine/step.ts';
import { regimeById, regimes } from '../../regimes/index.ts';
import type { Regime } from '../../regimes/regime.ts';
import type { Command, CommandContext } from '../../shell/command.ts';
import type { FaceServices } from '../face/services.ts';

export interface RegimeServices extends FaceServices {
  readonly regime: Regime;
}

const USAGE = 'regime [--json] [-a] [ID]';

/** The table: a line a regime, the present one marked, and below it what the rule costs and what it breaks. */
export function regimeTable(current: Regime): string {
  const width = Math.max(...regimes.map((regime) => regime.id.length));
  return regimes
    .map(
      (regime) =>
        `${regime.id === current.id ? '>' : ' '} ${regime.id.padEnd(width)}  ${regime.real ? 'real    ' : 'proposal'}  ${regime.title}\n` +
        `    costs   ${regime.costs}\n    breaks  ${regime.breaks}\n`,
    )
    .join('');
}

/** One regime in words. */
const regimeText = (regime: Regime): string =>
  `${regime.id}: ${regime.title}\ncosts:  ${regime.costs}\nbreaks: ${regime.breaks}\nsource: ${regime.source}\n`;

function* run({ args, name, out, err, services }: CommandContext<RegimeServices>): UserPath<number> {
  const words = args.filter((word) => !word.startsWith('-'));
  const flags = args.filter((word) => word.startsWith('-'));
  const [id] = words;
  if (words.length > 1 || flags.some((flag) => flag !== '-a' && flag !== '--json')) {
    yield* err(`${name}: usage: ${USAGE}\n`);
    return 2;
  }
  if (id === undefined) {
    const rows = regimes.map(({ id: one, title, real, costs, breaks, source }) => ({
      id: one,
      title,
      real,
      costs,
      breaks,
      source,
      current: one === services.regime.id,
    }));
    yield* out(flags.includes('--json') ? `${JSON.stringify({ version: 1, regimes: rows })}\n` : regimeTable(services.regime));
    return 0;
  }
  const wanted = regimeById(id);
  if (wanted === undefined) {
    yield* err(`${name}: unknown regime ${id} (there are ${regimes.map((regime) => regime.id).join(', ')})\n`);
    return 1;
  }
  if (services.face === undefined) {
    yield* err(`${name}: a script runs under one regime: modsh run --regime ${id} FILE\n`);
    return 1;
  }
  yield* out(regimeText(wanted));
  services.face.reboot(id, flags.includes('-a'));
  return 0;
}

export const regime: Command<RegimeServices> = {
  name: 'regime',
  usage: USAGE,
  summary: 'the ten rules, or a fresh kernel under another one',
  group: 'rules',
  ours: true,
  examples: ['regime', 'regime drain', 'regime -a 2.5'],
  run,
};
