/** Pictures of red, green and blue bytes: enlarged by whole pixels, laid on one another, written as PNG. */

import { encode } from 'fast-png';
import { inkOf } from './letters.ts';

export type Colour = readonly [red: number, green: number, blue: number];

/** As a pipeline draws it: four bytes for each pixel. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8ClampedArray;
}

export class Image {
  readonly width: number;
  readonly height: number;
  readonly #bytes: Uint8Array;

  constructor(width: number, height: number, ground: Colour) {
    this.width = width;
    this.height = height;
    this.#bytes = Uint8Array.from({ length: 3 * width * height }, (_, at) => ground[at % 3] ?? 0);
  }

  /** Each pixel a square of `scale`, from a corner on. */
  draw({ width, height, pixels }: Picture, scale: number, left = 0, top = 0): void {
    for (let y = 0; y < height * scale; y++) {
      for (let x = 0; x < width * scale; x++) {
        const at = 4 * (Math.floor(y / scale) * width + Math.floor(x / scale));
        this.#set(left + x, top + y, [pixels[at] ?? 0, pixels[at + 1] ?? 0, pixels[at + 2] ?? 0]);
      }
    }
  }

  write(line: string, scale: number, left: number, top: number, ink: Colour): void {
    for (const [column, row] of inkOf(line)) {
      for (let y = row * scale; y < (row + 1) * scale; y++) {
        for (let x = column * scale; x < (column + 1) * scale; x++) {
          this.#set(left + x, top + y, ink);
        }
      }
    }
  }

  png(): Uint8Array {
    const { width, height } = this;
    return encode(
      { width, height, data: this.#bytes, channels: 3, depth: 8 },
      { zlib: { level: 9 } },
    );
  }

  #set(x: number, y: number, colour: Colour): void {
    if (x < this.width && y < this.height) this.#bytes.set(colour, 3 * (y * this.width + x));
  }
}

export function enlarged(picture: Picture, scale: number): Image {
  const image = new Image(picture.width * scale, picture.height * scale, [0, 0, 0]);
  image.draw(picture, scale);
  return image;
}
