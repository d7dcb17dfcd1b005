/** The trace file: from each dispatch back to the IR, the passes and the nodes of the model. */

import type { Node } from '../../ir/graph.ts';
import { namedOperands } from '../../ir/operands.ts';
import { printNodeLine } from '../../ir/print.ts';
import type { Program } from '../../runtime/web/program.ts';
import type { LoweredProgram } from './program.ts';
import { staticTypeOf } from '../shape.ts';
import { problemOf } from './tune/problem.ts';

export interface TraceEntry {
  readonly label: string;
  /** Index into the kernels of the program. */
  readonly kernel: number;
  readonly workgroups: readonly number[];
  /** Of the node; a node of several dispatches names it at the first one. */
  readonly flops: number;
  /** Names of the model's nodes. */
  readonly onnx: readonly string[];
  readonly passes: readonly string[];
  /** The node as text; absent for a copy to an output. */
  readonly ir?: string;
  /** At the first dispatch of a node whose kernels have a tile: a graph of it alone, for `snapc tune`. */
  readonly problem?: string;
}

export function traceEntries({ kernels, nodes }: LoweredProgram, program: Program): TraceEntry[] {
  const seen = new Set<Node>();
  return kernels.map((kernel, index) => {
    const node = nodes.get(kernel);
    const first = node === undefined || seen.has(node) ? undefined : node;
    const flops = first === undefined ? 0 : nodeFlops(first);
    const problem = first && problemOf(first);
    if (node !== undefined) seen.add(node);
    return {
      label: kernel.label,
      kernel: program.dispatches[index]?.[0] ?? 0,
      workgroups: kernel.workgroups,
      flops,
      onnx: kernel.origin.onnx,
      passes: kernel.origin.passes,
      ...(node === undefined ? {} : { ir: printNodeLine(node) }),
      ...(problem === undefined ? {} : { problem }),
    };
  });
}

export function nodeFlops(node: Node): number {
  const operands = node.operands.map((operand) => operand && staticTypeOf(operand));
  const results = node.results.map(staticTypeOf);
  return node.op.cost(namedOperands(node.op, operands), node.attributes, results).flops;
}

/** One line for each dispatch, so that a difference of two traces is readable. */
export function printTrace(model: string, entries: readonly TraceEntry[]): string {
  const lines = entries.map((entry) => `    ${JSON.stringify(entry)}`);
  return `{\n  "model": ${JSON.stringify(model)},\n  "dispatches": [\n${lines.join(',\n')}\n  ]\n}\n`;
}
