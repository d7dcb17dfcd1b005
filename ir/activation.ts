/** Shared form of the composite activations: an op file gives its scalar function and the same in core ops. */

import { arithmetic } from './arithmetic.ts';
import type { Arithmetic } from './arithmetic.ts';
import { defineComposite } from './define-composite.ts';
import { operand } from './define.ts';
import type { AttrSpecs, Attributes, OnnxMapping, Sample } from './define.ts';
import type { Value } from './graph.ts';
import { mapElements } from './map-elements.ts';
import { pointwiseCost } from './pointwise.ts';
import { allocate } from './tensor.ts';
import { FLOATS } from './types.ts';
import type { DType } from './types.ts';

type Unary = { readonly input: ReturnType<typeof operand> };

interface ActivationDeclaration<A extends AttrSpecs> {
  readonly name: string;
  /** The floats when absent. */
  readonly dtypes?: readonly DType[];
  readonly attributes?: A;
  readonly number: (x: number, attributes: Attributes<A>) => number;
  /** For 64-bit integers, exact; needed where `dtypes` has them. */
  readonly bigint?: (x: bigint) => bigint;
  readonly decompose: (m: Arithmetic, x: Value, attributes: Attributes<A>) => Value;
  /** Flops per element. */
  readonly flops: number;
  readonly onnx?: readonly OnnxMapping[];
  readonly samples: readonly Sample<Unary, A>[];
}

export function activation<const A extends AttrSpecs = Record<string, never>>(
  declaration: ActivationDeclaration<A>,
) {
  const { name, number, bigint } = declaration;
  return defineComposite({
    name,
    operands: { input: operand(declaration.dtypes ?? FLOATS) },
    attributes: (declaration.attributes ?? {}) as A,
    traits: ['pure', 'pointwise'],
    infer: ({ input }) => input,
    evaluate: ({ input }, attributes) => {
      const result = allocate(input.dtype, input.shape);
      mapElements(result, input, (x) => {
        if (typeof x === 'number') return number(x, attributes);
        if (bigint === undefined) throw new Error(`${name} has 64-bit integers without bigint`);
        return bigint(x);
      });
      return result;
    },
    cost: pointwiseCost(declaration.flops),
    decompose: (b, { input }, attributes) =>
      declaration.decompose(arithmetic(b), input, attributes),
    onnx: declaration.onnx ?? [],
    samples: declaration.samples,
  });
}
