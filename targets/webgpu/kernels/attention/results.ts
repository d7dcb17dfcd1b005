/** Where the sums of an attention are kept while keys are walked, and how they become results. */

import { tensorType } from '../../../../ir/types.ts';
import type { LowerRequest } from '../../lowering.ts';
import type { KernelWriter } from '../../syntax.ts';
import { isAligned, itemsOf, startOf } from './problem.ts';
import type { Problem } from './problem.ts';
import type { Memory, Registers } from './registers.ts';
import type { Tile } from './tile.ts';

/** Compilers write out the zeros that an array starts with, one by one. */
const LARGEST_ARRAY = 64;

/** Scratch for the sums of queries whose features are too many for an array. */
export function sumsInMemory(
  request: LowerRequest,
  kernel: KernelWriter,
  problem: Problem,
  { rows, workgroup, unrolled }: Tile,
  blocks: number,
): Memory | undefined {
  if (unrolled || rows * blocks <= LARGEST_ARRAY) return undefined;
  // Queries beyond the last have sums too.
  const queries = Math.ceil(problem.queries / (rows * workgroup)) * rows * workgroup;
  const scratch = request.scratch(tensorType('f32', [itemsOf(problem), queries, 4 * blocks]));
  const { name } = kernel.write(scratch, 4);
  return { buffer: name, start: kernel.let(`(item * ${queries}u + first) * ${blocks}u`) };
}

/** Writes sums over totals. */
export function storeSums(
  { epilogue }: LowerRequest,
  kernel: KernelWriter,
  { out, batch, mask, queries, width }: Problem,
  sums: Registers,
  totals: readonly string[],
): void {
  const wide = isAligned(out, width) && epilogue.vectorizes ? 4 : 1;
  const target = kernel.write(out.buffer, wide);
  const finish = epilogue.begin(kernel);
  const start = kernel.let(startOf(out, batch, 'item'), 'o');
  const factors = totals.map((total) =>
    // Of a query that sees no key the sum is zero, and so is the result.
    mask === undefined ? `1.0f / ${total}` : `select(0.0f, 1.0f / ${total}, ${total} > 0.0f)`,
  );
  const count = totals.length;
  kernel.line(`var factors = array<f32, ${count}>(${factors.join(', ')});`);
  sums.each((name, row, block) => {
    const at = kernel.let(`first + ${row}`, 'r');
    kernel.line(`if (${at} < ${queries}u) {`);
    const four = kernel.let(`${name} * factors[${row}]`);
    const flat = kernel.let(`(item * ${queries}u + ${at}) * ${width}u + ${block} * 4u`, 'f');
    const element = `${start} + ${at} * ${out.rows}u + ${block} * ${4 * out.columns}u`;
    const base = kernel.let(element, 'o');
    const lanes = wide === 4 ? [] : [0, 1, 2, 3];
    if (wide === 4) kernel.store(target, base, finish(four, flat, 4), 4);
    for (const lane of lanes) {
      const own = kernel.let(`${flat} + ${lane}u`, 'f');
      if (width % 4 !== 0) kernel.line(`if (${block} * 4u + ${lane}u < ${width}u) {`);
      const result = finish(`${four}[${lane}]`, own, 1);
      kernel.store(target, `${base} + ${lane * out.columns}u`, result);
      if (width % 4 !== 0) kernel.line('}');
    }
    kernel.line('}');
  });
}
