/**
 * Matrix product c[m,n] = sum over k of a[m,k] * b[k,n]. Each invocation keeps a tile of rows x 4 columns in
 * registers; vec4 loads where the sizes allow, no workgroup memory, no barrier.
 */

import { attributesOf } from '../attributes.ts';
import { collapse, coordinates, offset } from '../collapse.ts';
import type { LowerRequest } from '../lowering.ts';
import type { Kernel } from '../program.ts';
import { KernelWriter, computeType, wgslType } from '../syntax.ts';
import type { Bound } from '../syntax.ts';

interface Problem {
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly batch: readonly number[];
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

export function matmulKernel(request: LowerRequest): Kernel {
  const a = request.required(0);
  const b = request.required(1);
  const [result] = request.results;
  const [product] = request.resultTypes;
  if (result === undefined || product === undefined) throw new Error('matmul has one result');
  const { shape } = product;
  const transposeA = attributesOf(request.node).bool('transpose_a');
  const transposeB = attributesOf(request.node).bool('transpose_b');
  const m = shape.at(-2) ?? 1;
  const n = shape.at(-1) ?? 1;
  const k = a.type.shape.at(transposeA ? -2 : -1) ?? 1;
  const problem: Problem = { m, n, k, batch: shape.slice(0, -2), transposeA, transposeB };
  const rows = Math.min(request.device.webgpu?.kernels?.matmul?.value.rows ?? 4, m);

  const kernel = new KernelWriter();
  const type = computeType(product.dtype);
  const vectorA = !transposeA && k % 4 === 0;
  const vectorB = transposeB ? vectorA : n % 4 === 0;
  const boundA = kernel.read(a.buffer, vectorA ? 4 : 1);
  const boundB = kernel.read(b.buffer, vectorB ? 4 : 1);
  const width = n % 4 === 0 && request.epilogue.vectorizes ? 4 : 1;
  const out = kernel.write(result, width);
  const finish = request.epilogue.begin(kernel);

  const groupsN = Math.ceil(n / 4);
  const groupsM = Math.ceil(m / rows);
  const items = problem.batch.reduce((product_, size) => product_ * size, 1);
  kernel.line(`let n0 = id.x * 4u;`, `let m0 = id.y * ${rows}u;`, `let item = id.z;`);
  kernel.line(`if (n0 >= ${n}u || m0 >= ${m}u) { return; }`);
  const { dims, steps } = collapse(problem.batch, [
    a.type.shape.slice(0, -2),
    b.type.shape.slice(0, -2),
  ]);
  const coords = coordinates('item', dims);
  kernel.line(`let a0 = (${offset(coords, steps[0] ?? [])}) * ${m * k}u;`);
  kernel.line(`let b0x = (${offset(coords, steps[1] ?? [])}) * ${k * n}u;`);
  for (let row = 0; row < rows; row++) kernel.line(`var acc${row} = ${wgslType(type, 4)}();`);
  const step = vectorA ? 4 : 1;
  kernel.line(`for (var k0 = 0u; k0 < ${k}u; k0 += ${step}u) {`);
  const columns = loadColumns(kernel, boundB, problem, step, vectorB);
  for (let row = 0; row < rows; row++) {
    const line = edge(`m0 + ${row}u`, m, rows);
    if (vectorA) {
      const index = `a0 + (${line}) * ${k}u + k0`;
      const left = kernel.let(kernel.load(boundA, index, 4), 'x');
      const terms = ['x', 'y', 'z', 'w'].map((lane, at) => `${left}.${lane} * ${columns[at]}`);
      kernel.line(`acc${row} += ${terms.join(' + ')};`);
    } else {
      const index = transposeA ? `a0 + k0 * ${m}u + ${line}` : `a0 + (${line}) * ${k}u + k0`;
      kernel.line(`acc${row} += ${kernel.load(boundA, index)} * ${columns[0]};`);
    }
  }
  kernel.line('}');
  for (let row = 0; row < rows; row++) {
    const guarded = m % rows !== 0 && row > 0;
    if (guarded) kernel.line(`if (m0 + ${row}u < ${m}u) {`);
    const flat = kernel.let(`(item * ${m}u + m0 + ${row}u) * ${n}u + n0`, 'o');
    if (width === 4) kernel.store(out, flat, finish(`acc${row}`, flat, 4), 4);
    else {
      for (let lane = 0; lane < 4; lane++) {
        const inside = n % 4 === 0 || lane === 0;
        if (!inside) kernel.line(`if (n0 + ${lane}u < ${n}u) {`);
        const at = kernel.let(`${flat} + ${lane}u`, 'o');
        kernel.store(out, at, finish(`acc${row}[${lane}]`, at, 1));
        if (!inside) kernel.line('}');
      }
    }
    if (guarded) kernel.line('}');
  }
  const workgroupSize = [8, 8, 1] as const;
  return kernel.finish({
    label: request.label,
    origin: request.origin,
    workgroupSize,
    workgroups: [Math.ceil(groupsN / 8), Math.ceil(groupsM / 8), items],
  });
}

/** Rows beyond the edge read the last one: their results are not stored. */
function edge(index: string, size: number, tile: number): string {
  return size % tile === 0 ? index : `min(${index}, ${size - 1}u)`;
}

/** For each of `step` values of k, a vec4 of b[k, n0..n0+3]. */
function loadColumns(
  kernel: KernelWriter,
  b: Bound,
  { k, n, transposeB }: Problem,
  step: number,
  vector: boolean,
): string[] {
  const column = (lane: number): string => edge(`n0 + ${lane}u`, n, 4);
  if (transposeB && vector) {
    const lanes = [0, 1, 2, 3].map((lane) =>
      kernel.let(kernel.load(b, `b0x + (${column(lane)}) * ${k}u + k0`, 4), 'y'),
    );
    return ['x', 'y', 'z', 'w'].map((part) =>
      kernel.let(`vec4(${lanes.map((lane) => `${lane}.${part}`).join(', ')})`, 'y'),
    );
  }
  return Array.from({ length: step }, (_, at) => {
    if (vector) return kernel.let(kernel.load(b, `b0x + (k0 + ${at}u) * ${n}u + n0`, 4), 'y');
    const lanes = [0, 1, 2, 3].map((lane) =>
      kernel.load(
        b,
        transposeB
          ? `b0x + (${column(lane)}) * ${k}u + k0 + ${at}u`
          : `b0x + (k0 + ${at}u) * ${n}u + ${column(lane)}`,
      ),
    );
    return kernel.let(`vec4(${lanes.join(', ')})`, 'y');
  });
}
