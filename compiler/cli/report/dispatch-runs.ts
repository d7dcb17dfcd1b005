/** The dispatches of a program, those of one node together. */

import type { Node } from '../../../ir/graph.ts';
import { staticTypeOf } from '../../../targets/shape.ts';
import type { Kernel, LoweredProgram } from '../../../targets/webgpu/program.ts';
import { boundBytes, bufferBytes } from '../../../targets/webgpu/stored.ts';

/** One or more dispatches in a row that compute one node, or copy to an output. */
export interface Run {
  readonly node: Node | undefined;
  readonly index: number;
  readonly kernels: readonly Kernel[];
}

export function runsOf({ kernels, nodes }: LoweredProgram): readonly Run[] {
  const runs: { node: Node | undefined; index: number; kernels: Kernel[] }[] = [];
  for (const [index, kernel] of kernels.entries()) {
    const node = nodes.get(kernel);
    const last = runs.at(-1);
    if (last !== undefined && node !== undefined && last.node === node) last.kernels.push(kernel);
    else runs.push({ node, index, kernels: [kernel] });
  }
  return runs;
}

/** Kernels say in brackets which part of their node they are. */
export function labelOfParts(kernels: readonly Kernel[]): string {
  const [first] = kernels;
  if (kernels.length === 1) return first?.label ?? '';
  return `${(first?.label ?? '').replace(/ \([^()]*\)$/, '')} in ${kernels.length} parts`;
}

/** What a node reads and writes once; between its parts, and for copies, what they bind. */
export function bytesMoved(node: Node | undefined, kernels: readonly Kernel[]): number {
  const bindings = kernels.flatMap((kernel) => kernel.bindings);
  if (node === undefined || kernels.length > 1) {
    return bindings.reduce((sum, { buffer }) => sum + boundBytes(buffer), 0);
  }
  const weights = bindings.filter(({ buffer }) => buffer.kind === 'weight');
  const values = [...node.operands, ...node.results].flatMap((value) =>
    value === undefined || value.constant !== undefined ? [] : [bufferBytes(staticTypeOf(value))],
  );
  const bytes = [...values, ...weights.map(({ buffer }) => boundBytes(buffer))];
  return bytes.reduce((sum, own) => sum + own, 0);
}
