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
import { mapBroadcast, mapElements } from './map-elements.ts';
import { broadcastShapes, sameDType } from './shapes.ts';
import { allocate, isBig } from './tensor.ts';
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
