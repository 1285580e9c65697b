/** The optional packages that draw pixels. Whoever starts the program says how packages are found. */
import type { Resvg, ResvgRenderOptions } from '@resvg/resvg-js';

/** How packages are reached: Node's `require` and `require.resolve` fit. Both throw for what is not there. */
export interface PackageLoader {
  load(name: string): unknown;
  /** The path of a file inside a package. */
  resolve(path: string): string;
}

/** What is asked of the user when an optional package is not there; `message` is one line. */
export class MissingPackage extends Error {
  override readonly name = 'MissingPackage';
  readonly package: string;

  constructor(name: string, what: string) {
    super(`${what} needs the package ${name}, which is not installed here: npm install ${name}`);
    this.package = name;
  }
}

export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue, alpha of each pixel, row by row. */
  readonly rgba: Uint8Array;
}

/** Turns an SVG into pixels, with packaged fonts only, so that every machine draws the same. */
export interface Rasterizer {
  pixels(svg: string): Pixels;
  /** The bytes of a PNG file, `scale` times as large. */
  png(svg: string, scale: number): Uint8Array;
}

/** What of gifenc is used: it writes whole frames with a global palette in the first one. */
export interface GifEncoder {
  writeFrame(index: Uint8Array, width: number, height: number, options: GifFrame): void;
  finish(): void;
  bytes(): Uint8Array;
  /** The bytes so far, not a copy. */
  bytesView(): Uint8Array;
}

export interface GifFrame {
  readonly palette?: readonly (readonly [number, number, number])[];
  /** Milliseconds; hundredths of a second are kept. */
  readonly delay: number;
  readonly transparent: boolean;
  readonly transparentIndex: number;
  /** 1: leave this frame where it is and draw the next one over it. */
  readonly dispose: number;
  /** -1: plays once. */
  readonly repeat: number;
}

/** The rasterizer, from @resvg/resvg-js and dejavu-fonts-ttf. Throws MissingPackage. */
export function loadRasterizer(loader: PackageLoader, what: string): Rasterizer {
  const { Resvg: Renderer } = loadPackage<{ Resvg: typeof Resvg }>(loader, '@resvg/resvg-js', what);
  const font: NonNullable<ResvgRenderOptions['font']> = {
    loadSystemFonts: false,
    fontFiles: ['DejaVuSansMono', 'DejaVuSansMono-Bold', 'DejaVuSansMono-Oblique'].map((name) =>
      resolveFile(loader, 'dejavu-fonts-ttf', `ttf/${name}.ttf`, what),
    ),
    defaultFontFamily: 'DejaVu Sans Mono',
    monospaceFamily: 'DejaVu Sans Mono',
  };
  return {
    pixels(svg) {
      const image = new Renderer(svg, { font }).render();
      return { width: image.width, height: image.height, rgba: image.pixels };
    },
    png: (svg, scale) => new Renderer(svg, { font, fitTo: { mode: 'zoom', value: scale } }).render().asPng(),
  };
}

/** A fresh encoder, from gifenc. Throws MissingPackage. */
export function loadGifEncoder(loader: PackageLoader): GifEncoder {
  return loadPackage<{ GIFEncoder: () => GifEncoder }>(loader, 'gifenc', 'a GIF').GIFEncoder();
}

function loadPackage<T>(loader: PackageLoader, name: string, what: string): T {
  try {
    return loader.load(name) as T;
  } catch {
    throw new MissingPackage(name, what);
  }
}

function resolveFile(loader: PackageLoader, name: string, path: string, what: string): string {
  try {
    return loader.resolve(`${name}/${path}`);
  } catch {
    throw new MissingPackage(name, what);
  }
}
