/** Products of matrices: linear and matmul. */

import type { Dim } from '../spec.ts';
import { allocate, elementCount } from '../tensor.ts';
import type { MilTensor, NumberArray, StaticType } from '../tensor.ts';
import { multiply, ramp } from './multiply.ts';
import { flagOf, tensorOf } from './op.ts';
import type { OpDefinition, OpTable, Operands } from './op.ts';
import { repeatedOffsets } from './pairs.ts';
import { productDType } from './product-dtype.ts';
import { agree, broadcast, needRank, needShape, printShape, replaced } from './shapes.ts';

const NUMBERS = 'fp16/fp32/int32';

const linear: OpDefinition = {
  signatures: {
    5: `x:T, weight:T!, bias:T!= | T=${NUMBERS}`,
    7: `x:T, weight:U!, bias:U!= | T=${NUMBERS}; U=${NUMBERS}`,
  },
  infer: (op) => {
    needRank(op, 'x', 1);
    needRank(op, 'weight', 2, 2);
    const [x, { shape: weight }] = [op.type('x'), op.type('weight')];
    const last = x.shape.length - 1;
    if (!agree(x.shape[last], weight[1])) {
      op.fail(`x ends with ${x.shape[last]} features, weight takes ${weight[1]}`);
    }
    needShape(op, 'bias', [weight[0]]);
    return [tensorOf(x.dtype, replaced(x.shape, { [last]: weight[0] }))];
  },
  documented: (op) => needRank(op, 'x', 1, 3),
  evaluate: (op, [output]) => {
    const [x, weight] = [op.tensor('x'), op.tensor('weight')];
    const [features = 1, depth = 1] = weight.shape;
    const rows = x.data.length / Math.max(1, depth);
    const result = allocate(output?.dtype ?? x.dtype, rows * features);
    const steps = ramp(depth, 1);
    multiply(
      { data: x.data, start: 0, lines: ramp(rows, depth), steps },
      { data: weight.data, start: 0, lines: ramp(features, depth), steps },
      {
        data: result,
        start: 0,
        rows: ramp(rows, features),
        columns: ramp(features, 1),
        columnBias: op.has('bias') ? op.tensor('bias').data : undefined,
      },
    );
    return [result];
  },
};

/** A vector is a matrix of one row on the left and of one column on the right. */
interface MatrixShape {
  readonly batch: readonly Dim[];
  readonly lines: Dim;
  readonly depth: Dim;
}

function matrixShape(op: Operands, input: 'x' | 'y'): MatrixShape {
  const { shape } = op.type(input);
  const transposed = flagOf(op, `transpose_${input}`, false);
  if (shape.length < 2) {
    if (shape.length === 0) op.fail(`${input} is a scalar`);
    if (transposed) op.fail(`${input} is a vector and cannot be transposed`);
    return { batch: [], lines: 1, depth: shape[0] };
  }
  const [first, second] = shape.slice(-2);
  const byLines = (input === 'x') !== transposed;
  return {
    batch: shape.slice(0, -2),
    lines: byLines ? first : second,
    depth: byLines ? second : first,
  };
}

const matmul: OpDefinition = {
  signatures: {
    5: `x:T, y:T, transpose_x:bool!=, transpose_y:bool!= | T=${NUMBERS}`,
    7: `x:T, y:U, transpose_x:bool!=, transpose_y:bool!= | T=${NUMBERS}; U=${NUMBERS}`,
  },
  infer: (op) => {
    const [x, y] = [matrixShape(op, 'x'), matrixShape(op, 'y')];
    if (!agree(x.depth, y.depth)) {
      const shapes = [op.type('x').shape, op.type('y').shape].map(printShape);
      op.fail(`shapes ${shapes.join(' and ')} do not multiply: ${x.depth} against ${y.depth}`);
    }
    const batch = broadcast(op, [x.batch, y.batch], 'x and y');
    const rows = op.type('x').shape.length === 1 ? [] : [x.lines];
    const columns = op.type('y').shape.length === 1 ? [] : [y.lines];
    return [tensorOf(productDType(op), [...batch, ...rows, ...columns])];
  },
  evaluate: (op, [output]) => {
    const [x, y] = [op.tensor('x'), op.tensor('y')];
    const left = { ...x, transposed: flagOf(op, 'transpose_x', false) };
    const right = { ...y, transposed: !flagOf(op, 'transpose_y', false) };
    const vectors = [x.shape.length === 1, y.shape.length === 1] as const;
    const given = output?.shape ?? [];
    const batch = given.slice(0, given.length - (vectors[0] ? 0 : 1) - (vectors[1] ? 0 : 1));
    return [product(asMatrix(left, 0), asMatrix(right, 1), batch, output)];
  },
};

type Matrix = MilTensor & { readonly transposed: boolean };

function asMatrix(matrix: Matrix, side: 0 | 1): Matrix {
  const [length] = matrix.shape;
  if (matrix.shape.length > 1 || length === undefined) return matrix;
  return { ...matrix, shape: side === 0 ? [1, length] : [length, 1] };
}

/** Of `left` the rows, of `right` the columns; a transposed matrix is read the other way round. */
function product(
  left: Matrix,
  right: Matrix,
  batch: readonly number[],
  output: StaticType | undefined,
): NumberArray {
  const [rows, depth] = linesOf(left);
  const [columns] = linesOf(right);
  const count = elementCount(batch);
  const result = allocate(output?.dtype ?? left.dtype, count * rows * columns);
  const [from, and] = [left, right].map(({ shape }) => repeatedOffsets(shape.slice(0, -2), batch));
  const sides = [left, right].map((matrix) => {
    const [lines, length] = linesOf(matrix);
    const [, width = 1] = matrix.shape.slice(-2);
    const [byLine, byStep] = matrix.transposed ? [1, width] : [width, 1];
    return { data: matrix.data, lines: ramp(lines, byLine), steps: ramp(length, byStep) };
  });
  const [one, other] = sides;
  if (one === undefined || other === undefined) return result;
  for (let index = 0; index < count; index++) {
    multiply(
      { ...one, start: (from?.[index] ?? 0) * rows * depth },
      { ...other, start: (and?.[index] ?? 0) * columns * depth },
      {
        data: result,
        start: index * rows * columns,
        rows: ramp(rows, columns),
        columns: ramp(columns, 1),
      },
    );
  }
  return result;
}

function linesOf({ shape, transposed }: Matrix): [lines: number, depth: number] {
  const [first = 1, second = 1] = shape.slice(-2);
  return transposed ? [second, first] : [first, second];
}

export const matrices: OpTable = { linear, matmul };
