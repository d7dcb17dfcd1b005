/**
 * Matrix products by register tiles, straight from storage buffers: each invocation keeps rows x columns of the
 * result, loads vec4s where sizes and places allow, and updates each accumulator by four products at once.
 */

import { coordinates, offset } from '../../collapse.ts';
import type { LowerRequest } from '../../lowering.ts';
import type { Kernel } from '../../program.ts';
import { KernelWriter, wgslType } from '../../syntax.ts';
import type { Width } from '../../syntax.ts';
import { fittingBindings } from '../few-bits/bindings.ts';
import type { Palette } from '../palettes/weight.ts';
import { times } from './expressions.ts';
import { leftLoader, leftUnit } from './left.ts';
import { productOf } from './problem.ts';
import type { Matrix, Product } from './problem.ts';
import { fewRight, paletteRight } from './few-bits.ts';
import type { FewRight } from './few-bits.ts';
import { lookedUpRight } from './look-up-right.ts';
import { rightLoader } from './right.ts';
import type { Right } from './right.ts';
import { overReduction } from './stage.ts';
import { stagedLeft } from './stage-left.ts';
import { stagedRight } from './stage-right.ts';
import { chooseTile, sharedOperands } from './tile.ts';
import type { Tile } from './tile.ts';
import { unpackedRight } from './unpack-right.ts';
import { writeResults } from './write.ts';

/** What becomes of the parts' sums at a column, or four from it on, before the epilogue. */
export type Combine = (sums: readonly string[], column: string, width: Width) => string;

const NOTHING = { left: false, right: false };

export function matmulKernel(request: LowerRequest): Kernel {
  return productKernel(
    request,
    productOf(request),
    () =>
      ([sum]) =>
        sum ?? '',
  );
}

/** Products of other elements than floats: how the right ones are loaded, and what one of each gives. */
export interface OtherElements {
  readonly right: (kernel: KernelWriter, tile: Tile) => Right;
  readonly multiply: (left: string, right: string) => string;
}

export function productKernel(
  request: LowerRequest,
  product: Product,
  begin: (kernel: KernelWriter) => Combine,
  others?: OtherElements,
): Kernel {
  if (others !== undefined) return writeProduct(request, product, undefined, begin, others);
  const { b, problem } = product;
  const few = fewRight(b, problem) ?? paletteRight(b, problem);
  return fittingBindings(request, few, (own) => writeProduct(request, product, own, begin));
}

function writeProduct(
  request: LowerRequest,
  { problem, a, b, result }: Product,
  few: FewRight | Palette | undefined,
  begin: (kernel: KernelWriter) => Combine,
  others?: OtherElements,
): Kernel {
  const { m, n, k, parts, type } = problem;
  const chosen = chooseTile(problem, request.device);
  const tile = others === undefined ? chosen : { ...chosen, staged: 0 };
  const { rows, columns, lanes, lines, staged } = tile;
  const kernel = new KernelWriter();
  const boundA = kernel.read(a.buffer, leftUnit(problem, tile) === undefined ? 1 : 4);
  kernel.line(
    'let panel = group.x;',
    `let lane = ${lines === 1 ? 'local' : `local % ${lanes}u`};`,
    ...(staged === 0 ? [] : [`let line = ${lines === 1 ? '0u' : `local / ${lanes}u`};`]),
    `let m0 = ${lines === 1 ? 'group.y' : `(group.y * ${lines}u + local / ${lanes}u)`} * ${rows}u;`,
    'let item = group.z;',
  );
  const leave = `if (panel * ${columns * lanes}u + lane * 4u >= ${n}u || m0 >= ${m}u) { return; }`;
  // A subgroup stays together, and a workgroup up to its last barrier.
  if (!tile.subgroup && staged === 0) kernel.line(leave);
  const coords = coordinates('item', problem.batch);
  const start = (matrix: Matrix): string => {
    const steps = offset(coords, matrix.batch);
    return kernel.let(matrix.offset === 0 ? steps : `${matrix.offset}u + ${steps}`, 's');
  };
  const shared = staged === 0 ? NOTHING : sharedOperands(tile);
  const left = (shared.left ? stagedLeft : leftLoader)(
    kernel,
    boundA,
    problem,
    tile,
    start(problem.left),
  );
  const floats = shared.right ? stagedRight : rightLoader;
  const right: Right =
    others !== undefined
      ? others.right(kernel, tile)
      : few === undefined
        ? { load: floats(kernel, request, b, problem, tile, () => start(problem.right)) }
        : 'kind' in few
          ? lookedUpRight(kernel, request, few, problem, tile, shared.right)
          : unpackedRight(kernel, request, few, problem, tile, shared.right);
  const sums = times(rows, (row) =>
    times((parts * columns) / 4, (index) => {
      const name = `c${row}_${index}`;
      kernel.line(`var ${name} = ${wgslType(type, 4)}();`);
      return name;
    }),
  );
  const multiply = others?.multiply ?? ((x: string, y: string) => `${x} * ${y}`);
  overReduction(kernel, k, tile, left, right, (rowsOf, columnsOf) => {
    for (const [row, names] of sums.entries()) {
      for (const [index, name] of names.entries()) {
        const terms = columnsOf.map((vectors, step) =>
          multiply(rowsOf[row]?.[step] ?? '', vectors[index] ?? ''),
        );
        kernel.line(`${name} += ${terms.join(' + ')};`);
      }
    }
  });
  right.finish?.(sums);
  if (staged !== 0) kernel.line(leave);
  writeResults(request, kernel, {
    problem,
    tile,
    result,
    sums,
    start: start(problem.out),
    combine: begin(kernel),
  });
  const items = problem.batch.reduce((product, size) => product * size, 1);
  return kernel.finish({
    label: request.label,
    origin: request.origin,
    workgroupSize: [lanes, lines, 1],
    workgroups: [Math.ceil(n / (columns * lanes)), Math.ceil(m / (rows * lines)), items],
  });
}
