/** Decodes a picture tile by tile, where the whole would not fit the phone, and blends the seams. */

/** Where tiles begin: half a tile apart, the last one at the end. */
export function tileStarts(whole: number, tile: number): readonly number[] {
  if (tile >= whole) return [0];
  const stride = Math.max(1, Math.floor(tile / 2));
  const count = Math.ceil((whole - tile) / stride) + 1;
  return Array.from({ length: count }, (_, at) => Math.min(at * stride, whole - tile));
}

export interface Area {
  readonly top: number;
  readonly left: number;
  readonly height: number;
  readonly width: number;
}

/** Cuts an area out of planes of `width`. */
export function cut(
  planes: Float32Array,
  channels: number,
  height: number,
  width: number,
  area: Area,
): Float32Array {
  const part = new Float32Array(channels * area.height * area.width);
  for (let row = 0; row < channels * area.height; row++) {
    const channel = Math.floor(row / area.height);
    const y = area.top + (row % area.height);
    const start = (channel * height + y) * width + area.left;
    part.set(planes.subarray(start, start + area.width), row * area.width);
  }
  return part;
}

/** Adds tiles up with weights that fall off towards their edges, and divides by what the weights add up to. */
export class Mosaic {
  readonly #planes: Float32Array;
  readonly #weights: Float32Array;
  readonly #channels: number;
  readonly #height: number;
  readonly #width: number;

  constructor(channels: number, height: number, width: number) {
    this.#channels = channels;
    this.#height = height;
    this.#width = width;
    this.#planes = new Float32Array(channels * height * width);
    this.#weights = new Float32Array(height * width);
  }

  add(part: Float32Array, { top, left, height, width }: Area): void {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const weight = hat(y, height) * hat(x, width);
        const at = (top + y) * this.#width + left + x;
        this.#weights[at] = (this.#weights[at] ?? 0) + weight;
        for (let channel = 0; channel < this.#channels; channel++) {
          const place = channel * this.#height * this.#width + at;
          const value = part[(channel * height + y) * width + x] ?? 0;
          this.#planes[place] = (this.#planes[place] ?? 0) + weight * value;
        }
      }
    }
  }

  finish(): Float32Array {
    const { length } = this.#weights;
    return this.#planes.map((sum, at) => sum / (this.#weights[at % length] ?? 1));
  }
}

/** From the middle of the first pixel up to the middle, and down again. */
function hat(at: number, size: number): number {
  return Math.min(at + 0.5, size - at - 0.5) / (size / 2);
}
