/** Which kernels are alike enough that what is faster for the heaviest of them is taken for all. */

import type { LowerRequest } from '../lowering.ts';
import { familyOf } from '../tune/problem.ts';
import type { Family } from '../tune/problem.ts';

export interface KernelGroup {
  readonly family: Family;
  /** For people: the op, and of a convolution the window, of an attention the features of a head. */
  readonly name: string;
}

export function groupOf(request: LowerRequest): KernelGroup | undefined {
  const { op } = request.node;
  const family = familyOf(op.name);
  if (family === undefined) return undefined;
  return { family, name: [op.name, ...detail(request, op.name)].join(' ') };
}

function detail(request: LowerRequest, op: string): readonly string[] {
  if (op === 'conv') return [request.required(1).type.shape.slice(2).join(' x ')];
  if (op === 'attention') return [`of ${request.required(0).type.shape.at(-1)}`];
  return [];
}
