/** `modsh cast convert CAST -o OUT.svg|.gif|.png`: what the recording showed, as a picture; a .png is its last screen. */
import { writeFileSync } from 'node:fs';
import type { CastEvent, CastHeader } from '../../record/cast/cast.ts';
import { packageLoader } from '../packageLoader.ts';
import { UsageError } from './usage.ts';

const PICTURES = ['svg', 'gif', 'png'] as const;
type PictureKind = (typeof PICTURES)[number];

/** The picture that a path's ending asks for; undefined: a cast. Refuses the frames of a tape. */
export function pictureKindOf(path: string | undefined): PictureKind | undefined {
  if (path?.endsWith('.txt')) throw new UsageError(`${path}: a cast becomes .cast, .svg, .gif or .png`);
  return PICTURES.find((kind) => path?.endsWith(`.${kind}`));
}

/** Draws the events and writes the file; the status to exit with. */
export async function writePicture(kind: PictureKind, path: string, header: CastHeader, events: Iterable<CastEvent>): Promise<number> {
  const [{ shotsOf }, { animatedSvg }, { gifOf }, { pngOf }, packages, { themes }] = await Promise.all([
    import('../../record/shots.ts'),
    import('../../record/picture/svg.ts'),
    import('../../record/picture/gif.ts'),
    import('../../record/picture/png.ts'),
    import('../../record/picture/packages.ts'),
    import('../../record/picture/theme.ts'),
  ]);
  const loader = packageLoader();
  const theme = header.theme?.bg === themes.light.ground ? themes.light : themes.dark;
  const options = { theme, title: header.title ?? '', transcript: '' };
  try {
    const shots = shotsOf(header, events);
    if (kind === 'svg') {
      writeFileSync(path, animatedSvg(shots, options));
      return 0;
    }
    const rasterizer = packages.loadRasterizer(loader, path);
    const all = [...shots];
    const last = all.at(-1);
    if (last === undefined) return 0;
    if (kind === 'png') writeFileSync(path, pngOf(last, options, rasterizer, 1));
    else if (all.some(({ image }) => image.cols !== last.image.cols || image.rows.length !== last.image.rows.length)) {
      throw new UsageError(`${path}: the recording changes its size and a GIF cannot: write an .svg`);
    } else writeFileSync(path, gifOf(all, theme, rasterizer, packages.loadGifEncoder(loader)));
    return 0;
  } catch (error) {
    if (!(error instanceof packages.MissingPackage)) throw error;
    process.stderr.write(`modsh: ${error.message}\n`);
    return 1;
  }
}
