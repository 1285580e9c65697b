/** `modsh top -o OUT.svg FILE|.png|.txt`: the dashboard as a picture. */
import { writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { StartOptions } from '../../boot/system.ts';
import { packageLoader } from '../packageLoader.ts';
import type { Script } from './run.ts';
import { numberOption, themeOf } from './tape.ts';
import { UsageError } from './usage.ts';

export interface PictureFlags {
  readonly output?: string;
  readonly at?: string;
  readonly cols?: string;
  readonly rows?: string;
  readonly theme?: string;
  readonly projector?: boolean;
}

/** More would be no picture of a terminal. */
const CELLS_MAX = 500;
const SECONDS_MAX = 86_400;

const numbered = (text: string | undefined, name: string, least: number, most: number, otherwise: number): number =>
  text === undefined ? otherwise : numberOption(text, name, least, most);

/** Writes the picture; the status to exit with. A usage error for a kind of file that is none. */
export async function topPicture(path: string, script: Script, system: StartOptions, flags: PictureFlags): Promise<number> {
  const kind = /\.(svg|png|txt)$/.exec(path)?.[1];
  if (kind === undefined) throw new UsageError(`${path}: a picture of the dashboard is a .svg, a .png or a .txt`);
  const columns = numbered(flags.cols, 'cols', 60, CELLS_MAX, 80);
  const rows = numbered(flags.rows, 'rows', 18, CELLS_MAX, 24);
  const atUs = numbered(flags.at, 'at', 0, SECONDS_MAX, SECONDS_MAX) * 1_000_000;
  const theme = themeOf(flags.theme) ?? 'dark';
  const [{ dashStill }, { startScript }, { rowText }, { stillSvg }, { pngOf }, packages, { themes }] = await Promise.all([
    import('../dash/still.ts'),
    import('../../boot/scriptRun.ts'),
    import('../../record/screen.ts'),
    import('../../record/picture/svg.ts'),
    import('../../record/picture/png.ts'),
    import('../../record/picture/packages.ts'),
    import('../../record/picture/theme.ts'),
  ]);
  const run = startScript({ ...system, script, hostWrite: () => undefined });
  const title = `modsh top ${basename(script.name)}`;
  const shot = dashStill({ run, atUs, size: { columns, rows }, theme, projector: flags.projector === true, title });
  const options = { theme: themes[theme], title, transcript: '' };
  try {
    if (kind === 'txt') writeFileSync(path, `${shot.image.rows.map(rowText).join('\n')}\n`);
    else if (kind === 'svg') writeFileSync(path, stillSvg(shot, options));
    else writeFileSync(path, pngOf(shot, options, packages.loadRasterizer(packageLoader(), path)));
    return 0;
  } catch (error) {
    if (!(error instanceof packages.MissingPackage)) throw error;
    process.stderr.write(`modsh: ${error.message}\n`);
    return 1;
  }
}
