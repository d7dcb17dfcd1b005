/** Shared form of the pointwise ops: an op file gives its scalar function, the rest follows from it. */

import { defineOp, operand } from './define.ts';
import type {
  AttrSpecs,
  Attributes,
  Cost,
  OnnxMapping,
  OpDeclaration,
  Sample,
  Trait,
} from './define.ts';
import { broadcastOffsets, broadcastShapes, sameDType } from './shapes.ts';
import { allocate, isBig, roundsByStoring, setElement } from './tensor.ts';
import type { Elements, Tensor } from './tensor.ts';
import { elementCount, tensorType } from './types.ts';
import type { DType, StaticTensorType, TensorType } from './types.ts';

type Unary = { readonly input: ReturnType<typeof operand> };
type Binary = { readonly a: ReturnType<typeof operand>; readonly b: ReturnType<typeof operand> };

interface PointwiseFacts {
  readonly dtypes: readonly DType[];
  /** The result's dtype where it is not the operands'. */
  readonly result?: DType;
  readonly traits?: readonly Trait[];
  /** Flops per result element; 1 when absent. */
  readonly flops?: number;
  readonly onnx?: readonly OnnxMapping[];
}

interface UnaryDeclaration<A extends AttrSpecs> extends PointwiseFacts {
  readonly name: string;
  readonly attributes?: A;
  readonly number: (x: number, attributes: Attributes<A>) => number;
  /** For 64-bit integers, exact; needed where `dtypes` has them. */
  readonly bigint?: (x: bigint, attributes: Attributes<A>) => bigint | number;
  readonly fold?: OpDeclaration<Unary, A, undefined>['fold'];
  readonly samples: readonly Sample<Unary, A>[];
}

interface BinaryDeclaration<A extends AttrSpecs> extends PointwiseFacts {
  readonly name: string;
  readonly attributes?: A;
  readonly number: (a: number, b: number, dtype: DType, attributes: Attributes<A>) => number;
  readonly bigint?: (a: bigint, b: bigint, attributes: Attributes<A>) => bigint | number;
  /** Calls `fail` for operands that fit each other but not the attributes. */
  readonly check?: (dtype: DType, attributes: Attributes<A>) => void;
  readonly fold?: OpDeclaration<Binary, A, undefined>['fold'];
  readonly samples: readonly Sample<Binary, A>[];
}

/** An op of one operand, elementwise, of the same shape. */
export function unaryPointwise<const A extends AttrSpecs = Record<string, never>>(
  declaration: UnaryDeclaration<A>,
) {
  const { name, dtypes, number, bigint } = declaration;
  const attributes = (declaration.attributes ?? {}) as A;
  return defineOp({
    name,
    operands: { input: operand(dtypes) },
    attributes,
    traits: ['pure', 'pointwise', ...(declaration.traits ?? [])],
    infer: ({ input }) => tensorType(declaration.result ?? input.dtype, input.shape),
    evaluate: ({ input }, given, [type]) => {
      const result = allocate(type?.dtype ?? input.dtype, input.shape);
      if (isBig(input.dtype)) {
        const compute = needed(bigint, name);
        mapElements(result, input, (x) => compute(BigInt(x), given));
      } else {
        mapElements(result, input, (x) => number(Number(x), given));
      }
      return result;
    },
    cost: pointwiseCost(declaration.flops ?? 1),
    ...(declaration.fold === undefined ? {} : { fold: declaration.fold }),
    onnx: declaration.onnx ?? [],
    samples: declaration.samples,
  });
}

/** An op of two operands of one dtype with numpy's broadcasting. */
export function binaryPointwise<const A extends AttrSpecs = Record<string, never>>(
  declaration: BinaryDeclaration<A>,
) {
  const { name, dtypes, number, bigint, check } = declaration;
  const attributes = (declaration.attributes ?? {}) as A;
  return defineOp({
    name,
    operands: { a: operand(dtypes), b: operand(dtypes) },
    attributes,
    traits: ['pure', 'pointwise', ...(declaration.traits ?? [])],
    infer: ({ a, b }, given) => {
      const type = broadcastType([a, b], declaration.result);
      check?.(a.dtype, given);
      return type;
    },
    evaluate: ({ a, b }, given, [type]) => {
      const { dtype } = a;
      const result = allocate(type?.dtype ?? dtype, resultShape(type));
      if (isBig(dtype)) {
        const compute = needed(bigint, name);
        mapBroadcast(result, [a, b], (x, y) => compute(BigInt(x), BigInt(y), given));
      } else {
        mapBroadcast(result, [a, b], (x, y) => number(Number(x), Number(y), dtype, given));
      }
      return result;
    },
    cost: pointwiseCost(declaration.flops ?? 1),
    ...(declaration.fold === undefined ? {} : { fold: declaration.fold }),
    onnx: declaration.onnx ?? [],
    samples: declaration.samples,
  });
}

export function broadcastType(types: readonly TensorType[], result?: DType): TensorType {
  const dtype = sameDType(types);
  return tensorType(result ?? dtype, broadcastShapes(types.map((type) => type.shape)));
}

/** Fills `result` with `compute` of the elements of a tensor of the same shape. */
export function mapElements(
  result: Tensor,
  input: Tensor,
  compute: (x: number | bigint) => number | bigint,
): void {
  const from: Elements = input.data;
  const to: Elements = result.data;
  const direct = roundsByStoring(result.dtype);
  for (let index = 0; index < to.length; index++) {
    const value = compute(from[index] ?? 0);
    if (direct) to[index] = value;
    else setElement(result, index, value);
  }
}

/** Fills `result` with `compute` of the elements of two tensors that broadcast to its place. */
export function mapBroadcast(
  result: Tensor,
  [a, b]: readonly [Tensor, Tensor],
  compute: (x: number | bigint, y: number | bigint) => number | bigint,
): void {
  const { shape } = result;
  const fromA: Elements = a.data;
  const fromB: Elements = b.data;
  const to: Elements = result.data;
  const direct = roundsByStoring(result.dtype);
  const length = shape.at(-1) ?? 1;
  const startA = broadcastOffsets(a.shape, shape);
  const startB = broadcastOffsets(b.shape, shape);
  const stepA = (a.shape.at(-1) ?? 1) === 1 ? 0 : 1;
  const stepB = (b.shape.at(-1) ?? 1) === 1 ? 0 : 1;
  for (let index = 0; index < to.length;) {
    let offsetA = startA(index);
    let offsetB = startB(index);
    for (let column = 0; column < length; column++) {
      const value = compute(fromA[offsetA] ?? 0, fromB[offsetB] ?? 0);
      if (direct) to[index] = value;
      else setElement(result, index, value);
      index++;
      offsetA += stepA;
      offsetB += stepB;
    }
  }
}

export function pointwiseCost(flops: number) {
  return (_: unknown, __: unknown, [result]: readonly StaticTensorType[]): Cost => ({
    flops: flops * elementCount(resultShape(result)),
  });
}

function resultShape(type: StaticTensorType | undefined): readonly number[] {
  if (type === undefined) throw new Error('a pointwise op has one result');
  return type.shape;
}

function needed<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw new Error(`${name} declares 64-bit integers without bigint`);
  return value;
}
