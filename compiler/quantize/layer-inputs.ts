/** What a layer multiplies its weight with: one row for each place of its result, with a number for each column. */

import { packItem } from '../../ir/convolution.ts';
import type { Packed } from '../../ir/convolution.ts';
import type { Node } from '../../ir/graph.ts';
import { conv } from '../../ir/ops/core/conv.ts';
import { matmul } from '../../ir/ops/core/matmul.ts';
import { numbers } from '../../ir/tensor.ts';
import type { Tensor } from '../../ir/tensor.ts';
import { elementCount } from '../../ir/types.ts';
import { asThree, volumeOf, windowsOf } from '../../ir/windows.ts';
import type { Layout, WindowAttributes } from '../../ir/windows.ts';

interface ImageAttributes extends WindowAttributes {
  readonly layout: Layout;
}

/** Rows of a matrix that are held at once. */
const CHUNK = 64;

/** Shows chunks of rows, of at most as many places as asked for, spread evenly over all. */
export type Rows = (most: number, see: (rows: Float32Array, count: number) => void) => void;

/** Whether the rows of the layer's inputs can be told; grouped convolutions have several kinds. */
export function hasRows(node: Node): boolean {
  if (node.op === matmul) return node.attributes['transpose_a'] === false;
  return node.op === conv && node.attributes['groups'] === 1;
}

/** Of the node's inputs with these values, and its weight's shape. */
export function rowsOf(node: Node, input: Tensor, weight: readonly number[]): Rows {
  if (node.op === matmul) return matrixRows(input);
  return windowRows(input, weight.slice(2), node.attributes as unknown as ImageAttributes);
}

function matrixRows(input: Tensor): Rows {
  const data = numbers(input);
  const columns = input.shape.at(-1) ?? 1;
  return (most, see) => {
    const places = placesOf(data.length / columns, most);
    const rows = new Float32Array(CHUNK * columns);
    places.forEach((place, index) => {
      const start = place * columns;
      rows.set(data.subarray(start, start + columns), (index % CHUNK) * columns);
      flush(index, places.length, (count) => see(rows, count));
    });
  };
}

function windowRows(
  input: Tensor,
  kernelShape: readonly number[],
  attributes: ImageAttributes,
): Rows {
  const windows = windowsOf(kernelShape, attributes);
  const volume = volumeOf(input.shape, attributes.layout);
  const three = (list: readonly number[], fill: number) => asThree(list, fill);
  const [kernel, strides] = [three(windows.kernel, 1), three(windows.strides, 1)];
  const dilations = three(windows.dilations, 1);
  const [before, after] = [three(windows.before, 0), three(windows.after, 0)];
  const counts = volume.size.map((size, axis) => {
    const span = ((kernel[axis] ?? 1) - 1) * (dilations[axis] ?? 1) + 1;
    return (
      Math.floor(((before[axis] ?? 0) + size + (after[axis] ?? 0) - span) / (strides[axis] ?? 1)) +
      1
    );
  });
  const [, height = 1, width = 1] = counts;
  const inside = elementCount(counts);
  const columns = volume.channels * elementCount(kernel);
  return (most, see) => {
    const places = placesOf(volume.batch * inside, most);
    const rows = new Float32Array(CHUNK * columns);
    let packed: Packed | undefined;
    let item = -1;
    let offsets: Int32Array = new Int32Array(0);
    places.forEach((place, index) => {
      const own = Math.floor(place / inside);
      if (packed === undefined || own !== item) {
        packed = packItem(input, volume, own, before, after);
        offsets = columnOffsets(packed, volume.channels, kernel, dilations);
        item = own;
      }
      const at = place - own * inside;
      const [z, y, x] = [
        Math.floor(at / (height * width)),
        Math.floor(at / width) % height,
        at % width,
      ];
      const [, sizeY, sizeX] = packed.size;
      const start =
        packed.base + ((z * strides[0] * sizeY + y * strides[1]) * sizeX + x * strides[2]);
      const to = (index % CHUNK) * columns;
      for (let column = 0; column < columns; column++) {
        rows[to + column] = packed.data[start + (offsets[column] ?? 0)] ?? 0;
      }
      flush(index, places.length, (count) => see(rows, count));
    });
  };
}

function columnOffsets(
  { size: [sizeZ, sizeY, sizeX] }: Packed,
  channels: number,
  [kernelZ, kernelY, kernelX]: readonly [number, number, number],
  [stepZ, stepY, stepX]: readonly [number, number, number],
): Int32Array {
  const offsets = new Int32Array(channels * kernelZ * kernelY * kernelX);
  let next = 0;
  for (let channel = 0; channel < channels; channel++) {
    for (let z = 0; z < kernelZ; z++) {
      for (let y = 0; y < kernelY; y++) {
        for (let x = 0; x < kernelX; x++) {
          offsets[next++] = ((channel * sizeZ + z * stepZ) * sizeY + y * stepY) * sizeX + x * stepX;
        }
      }
    }
  }
  return offsets;
}

/** At most so many of all places, evenly apart. */
export function placesOf(count: number, most: number): readonly number[] {
  const taken = Math.min(count, Math.max(1, most));
  return Array.from({ length: taken }, (_, index) => Math.floor((index * count) / taken));
}

function flush(index: number, all: number, see: (count: number) => void): void {
  const filled = (index % CHUNK) + 1;
  if (filled === CHUNK || index + 1 === all) see(filled);
}
