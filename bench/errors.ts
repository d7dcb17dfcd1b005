/** How far a peer's outputs lie from those of onnxruntime on the CPU. */

import { join } from 'node:path';
import { toNumbers } from '../ir/tensor.ts';
import { outputsFile } from './protocol.ts';
import type { PeerName } from './protocol.ts';
import { readTensors } from './sessions/inputs.ts';
import type { Tensors } from './sessions/session.ts';

export const REFERENCE = 'onnxruntime CPU' satisfies PeerName;

/** Undefined where one of the two has left no outputs. */
export async function errorOfPeer(folder: string, peer: PeerName): Promise<number | undefined> {
  const [expected, actual] = await Promise.all(
    [REFERENCE, peer].map((name) => readTensors(join(folder, outputsFile(name))).catch(absent)),
  );
  return expected === undefined || actual === undefined
    ? undefined
    : largestDifference(actual, expected);
}

function absent(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
  throw error;
}

/** Infinite where an output is missing, has another size, or is no number where the reference is one. */
export function largestDifference(actual: Tensors, expected: Tensors): number {
  let largest = 0;
  for (const [name, reference] of expected) {
    const tensor = actual.get(name);
    if (tensor === undefined || tensor.data.length !== reference.data.length) return Infinity;
    const numbers = toNumbers(tensor);
    for (const [index, value] of toNumbers(reference).entries()) {
      const difference = Math.abs((numbers[index] ?? Number.NaN) - value);
      largest = Math.max(largest, Number.isNaN(difference) ? Infinity : difference);
    }
  }
  return largest;
}
