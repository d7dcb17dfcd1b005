/** The kernel of pointwise nodes: an invocation for each element of the result, or for four of them. */

import type { Node, Origin, Value } from '../../ir/graph.ts';
import { elementCount } from '../../ir/types.ts';
import { elementAt, isRowMajor } from './placement.ts';
import { PointwiseWriter } from './pointwise.ts';
import type { Locate } from './pointwise.ts';
import type { Kernel } from './program.ts';
import type { Target } from './result-memory.ts';
import { KernelWriter, linearGrid } from './syntax.ts';
import type { Width } from './syntax.ts';

export interface PointwiseRequest {
  readonly nodes: readonly Node[];
  /** What the last of the nodes gives. */
  readonly output: Value;
  readonly shape: readonly number[];
  readonly width: Width;
  readonly locate: Locate;
  readonly target: Target;
  readonly label: string;
  readonly origin: Origin;
}

export function pointwiseKernel(request: PointwiseRequest): Kernel {
  const { nodes, output, shape, width, locate, target, label, origin } = request;
  const kernel = new KernelWriter();
  const { prologue, workgroups, workgroupSize } = linearGrid(elementCount(shape) / width);
  kernel.line(...prologue);
  const flat = width === 1 ? 'i' : kernel.let('i * 4u', 'f');
  const inside = new Set(nodes);
  const writer = new PointwiseWriter(kernel, locate, (inner) => inside.has(inner));
  const value = writer.at(output, flat, width);
  const place = isRowMajor(target, shape) ? flat : kernel.let(elementAt(flat, target, shape));
  kernel.store(kernel.write(target.buffer, width), place, value, width);
  return kernel.finish({ label, origin, workgroups, workgroupSize });
}
