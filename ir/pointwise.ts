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
import { allocate, getElement, isBig, setElement } from './tensor.ts';
import type { Tensor } from './tensor.ts';
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
  readonly bigint?: (x: bigint, attributes: Attributes<A>) => bigint;
  readonly fold?: OpDeclaration<Unary, A, undefined>['fold'];
  readonly samples: readonly Sample<Unary, A>[];
}

interface BinaryDeclaration extends PointwiseFacts {
  readonly name: string;
  readonly number: (a: number, b: number, dtype: DType) => number;
  readonly bigint?: (a: bigint, b: bigint) => bigint | number;
  readonly fold?: OpDeclaration<Binary, Record<string, never>, undefined>['fold'];
  readonly samples: readonly Sample<Binary, Record<string, never>>[];
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
      for (let index = 0; index < result.data.length; index++) {
        const x = getElement(input, index);
        const y = typeof x === 'bigint' ? needed(bigint, name)(x, given) : number(x, given);
        setElement(result, index, y);
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
export function binaryPointwise(declaration: BinaryDeclaration) {
  const { name, dtypes, number, bigint } = declaration;
  return defineOp({
    name,
    operands: { a: operand(dtypes), b: operand(dtypes) },
    attributes: {},
    traits: ['pure', 'pointwise', ...(declaration.traits ?? [])],
    infer: ({ a, b }) => broadcastType([a, b], declaration.result),
    evaluate: ({ a, b }, _, [type]) => {
      const result = allocate(type?.dtype ?? a.dtype, resultShape(type));
      const big = isBig(a.dtype) ? needed(bigint, name) : undefined;
      mapBroadcast(result, [a, b], (x, y) =>
        big === undefined ? number(Number(x), Number(y), a.dtype) : big(BigInt(x), BigInt(y)),
      );
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

/** Fills `result` with `compute` of the elements of two tensors that broadcast to its place. */
export function mapBroadcast(
  result: Tensor,
  [a, b]: readonly [Tensor, Tensor],
  compute: (x: number | bigint, y: number | bigint) => number | bigint,
): void {
  const offsetA = broadcastOffsets(a.shape, result.shape);
  const offsetB = broadcastOffsets(b.shape, result.shape);
  for (let index = 0; index < result.data.length; index++) {
    const x = getElement(a, offsetA(index));
    const y = getElement(b, offsetB(index));
    setElement(result, index, compute(x, y));
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
