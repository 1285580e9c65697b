/** A still picture in pixels. */
import type { Shot } from '../shots.ts';
import type { Rasterizer } from './packages.ts';
import { type SvgOptions, stillSvg } from './svg.ts';

/** The bytes of a PNG file of one shot; `scale` 2 doubles its sides. The same shot gives the same bytes. */
export const pngOf = (shot: Shot, options: SvgOptions, rasterizer: Rasterizer, scale = 1): Uint8Array =>
  rasterizer.png(stillSvg(shot, options), scale);
