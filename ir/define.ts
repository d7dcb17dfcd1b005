/** defineOp, the only way to declare an op: everything about it in one value, types inferred from it. */

import type { Attr } from './attr.ts';
import type { Tensor } from './tensor.ts';
import type { DType, StaticTensorType, TensorType } from './types.ts';

// ---- operands -----------------------------------------------------------------------------------

export type Arity = 'one' | 'optional' | 'variadic';

export interface OperandSpec<A extends Arity = Arity> {
  readonly arity: A;
  readonly dtypes: readonly DType[];
}
export type OperandSpecs = Readonly<Record<string, OperandSpec>>;

export function operand(dtypes: readonly DType[]): OperandSpec<'one'> {
  return { arity: 'one', dtypes };
}
/** May be absent; printed as `_` when a later operand is present. */
export function optional(dtypes: readonly DType[]): OperandSpec<'optional'> {
  return { arity: 'optional', dtypes };
}
/** Zero or more; must be the last operand. */
export function variadic(dtypes: readonly DType[]): OperandSpec<'variadic'> {
  return { arity: 'variadic', dtypes };
}

/** The operands of a declaration with each replaced by `T`: its type, its value on the host, its IR value. */
export type Operands<O extends OperandSpecs, T> = {
  readonly [K in keyof O]: O[K]['arity'] extends 'variadic'
    ? readonly T[]
    : O[K]['arity'] extends 'optional'
      ? T | undefined
      : T;
};

/** The same where a caller gives them: optional ones may be left out. */
export type GivenOperands<O extends OperandSpecs, T> = {
  readonly [
    K in keyof O as O[K]['arity'] extends 'optional' ? never : K
  ]: O[K]['arity'] extends 'variadic' ? readonly T[] : T;
} & { readonly [K in keyof O as O[K]['arity'] extends 'optional' ? K : never]?: T | undefined };

// ---- attributes ---------------------------------------------------------------------------------

export type AttrSpecs = Readonly<Record<string, Attr<unknown>>>;

export type Attributes<A extends AttrSpecs> = {
  readonly [K in keyof A]: A[K] extends Attr<infer T> ? T : never;
};

/** Where a caller gives them: those with a default may be left out. */
export type GivenAttributes<A extends AttrSpecs> = {
  readonly [K in keyof A as A[K]['optional'] extends true ? never : K]: Attributes<A>[K];
} & { readonly [K in keyof A as A[K]['optional'] extends true ? K : never]?: Attributes<A>[K] };

/** What they are where a caller gives none. */
export function defaultsOf<A extends Readonly<Record<string, Attr<unknown, true>>>>(
  specs: A,
): Attributes<A> {
  const defaults = Object.entries(specs).map(([name, spec]) => [name, spec.default]);
  return Object.fromEntries(defaults) as Attributes<A>;
}

// ---- what an op says of itself ------------------------------------------------------------------

/**
 * Facts that shared code asks for instead of an op's name.
 * - pure: the same operands give the same results (without it: no folding, no CSE).
 * - pointwise: each result element depends on the broadcast operand elements at its place alone.
 * - commutative: the first two operands may be swapped.
 * - movement: results hold operand elements unchanged, in another order or place.
 * - conversion: the same numbers in another dtype, as near as it has them (cast).
 * - view: the result is the operand's elements in the same row-major order (reshape).
 * - expansion: floats from few bits each; over constants it stays a recipe, so that targets can store the few bits.
 * - precise: a small relative error of the operand is a large error of the result (the angle of a sine).
 * - reduction, contraction, normalization, attention: the family, for fusion and lowering.
 */
export type Trait =
  | 'pure'
  | 'pointwise'
  | 'commutative'
  | 'movement'
  | 'view'
  | 'conversion'
  | 'expansion'
  | 'precise'
  | 'reduction'
  | 'contraction'
  | 'normalization'
  | 'attention';

export interface Cost {
  /** Floating-point operations; a multiply-add counts two. */
  readonly flops: number;
  /** Bytes moved, where it is not simply every operand and result once. */
  readonly bytes?: number;
}

/** What `fold` sees of an operand: its type, and its value if it is a small constant. */
export interface FoldOperand {
  readonly type: TensorType;
  readonly constant?: Tensor;
}

/** The whole node equals one of its operands, or a constant. */
export type Folded =
  { readonly operand: string; readonly index?: number } | { readonly constant: Tensor };

/** Numbers between which all elements of a value lie. */
export interface ValueRange {
  readonly low: number;
  readonly high: number;
}

/** How one ONNX operator maps onto the op when names and order say it all; anything else is an import rule. */
export interface OnnxMapping {
  readonly op: string;
  /** First opset version of the default domain (or of `domain`) with these semantics. */
  readonly since: number;
  readonly until?: number;
  readonly domain?: string;
  /** Operand names in the order of ONNX's inputs; the declaration's order when absent. */
  readonly inputs?: readonly string[];
  /** Our attribute name to ONNX's. */
  readonly attributes?: Readonly<Record<string, string>>;
}

/** One operand of a sample: seeded random numbers in `range`, or the given values. */
export interface SampleTensor {
  readonly shape: readonly number[];
  /** f32 when absent. */
  readonly dtype?: DType;
  /** Half-open range of the seeded uniform values; [-1, 1) when absent, [0, 2) for integers and bool. */
  readonly range?: readonly [number, number];
  readonly values?: readonly (number | bigint)[];
  /** Given as a constant rather than an input, as weights are. */
  readonly constant?: boolean;
}

/** Small operands and attributes that drive the differential tests on every target. */
export interface Sample<O extends OperandSpecs = OperandSpecs, A extends AttrSpecs = AttrSpecs> {
  readonly name?: string;
  readonly operands: GivenOperands<O, SampleTensor>;
  readonly attributes?: GivenAttributes<A>;
  /** Largest |a-b| / (1 + |b|) a target may show in f32; 1e-5 when absent, 0 for exact ops. */
  readonly tolerance?: number;
}

export interface OpDeclaration<
  O extends OperandSpecs,
  A extends AttrSpecs,
  R extends readonly string[] | undefined,
> {
  /** snake_case, the field's word. */
  readonly name: string;
  readonly operands: O;
  readonly attributes: A;
  readonly traits: readonly Trait[];
  /** Names of the results when there are several. */
  readonly results?: R;
  /** Result types from operand types; calls `fail` for operands that do not fit. */
  readonly infer: (
    operands: Operands<O, TensorType>,
    attributes: Attributes<A>,
  ) => R extends readonly string[] ? readonly TensorType[] : TensorType;
  /** Reference semantics: plain loops, sums in double precision, results rounded to their dtype. */
  readonly evaluate: (
    operands: Operands<O, Tensor>,
    attributes: Attributes<A>,
    results: readonly StaticTensorType[],
  ) => R extends readonly string[] ? readonly Tensor[] : Tensor;
  readonly cost: (
    operands: Operands<O, StaticTensorType>,
    attributes: Attributes<A>,
    results: readonly StaticTensorType[],
  ) => Cost;
  readonly fold?: (
    operands: Operands<O, FoldOperand>,
    attributes: Attributes<A>,
    results: readonly TensorType[],
  ) => Folded | undefined;
  /**
   * Where results lie, for the guard of fp16, from where operands lie: of an op of one's own. Without it, and where
   * the op is not composite, nothing is known of them.
   */
  readonly range?: (
    operands: Operands<O, ValueRange>,
    attributes: Attributes<A>,
  ) => R extends readonly string[] ? readonly ValueRange[] : ValueRange;
  readonly onnx?: readonly OnnxMapping[];
  /** How targets run an op that is not built in, by their names; each target says of what type. */
  readonly lowerings?: Readonly<Record<string, unknown>>;
  readonly samples: readonly Sample<O, A>[];
}

// ---- the erased form that shared code works with ------------------------------------------------

/** An operand map whose static names are forgotten. */
export type OperandMap<T> = Readonly<Record<string, T | readonly T[] | undefined>>;
export type AttributeMap = Readonly<Record<string, unknown>>;

export interface OpDefinition {
  readonly name: string;
  readonly kind: 'core' | 'composite' | 'recipe';
  readonly operands: OperandSpecs;
  readonly attributes: AttrSpecs;
  readonly traits: readonly Trait[];
  readonly results: readonly string[] | undefined;
  readonly infer: (
    operands: OperandMap<TensorType>,
    attributes: AttributeMap,
  ) => readonly TensorType[];
  readonly evaluate: (
    operands: OperandMap<Tensor>,
    attributes: AttributeMap,
    results: readonly StaticTensorType[],
  ) => readonly Tensor[];
  readonly cost: (
    operands: OperandMap<StaticTensorType>,
    attributes: AttributeMap,
    results: readonly StaticTensorType[],
  ) => Cost;
  readonly fold?: (
    operands: OperandMap<FoldOperand>,
    attributes: AttributeMap,
    results: readonly TensorType[],
  ) => Folded | undefined;
  readonly range?: (
    operands: OperandMap<ValueRange>,
    attributes: AttributeMap,
  ) => readonly ValueRange[];
  /** Composite ops: the same in core ops. The builder's type lies above this file; call it by `decompose` of ir/decompose.ts. */
  readonly decompose?: (builder: never, operands: never, attributes: never) => unknown;
  readonly onnx: readonly OnnxMapping[];
  readonly lowerings?: Readonly<Record<string, unknown>>;
  readonly samples: readonly Sample[];
}

/** An OpDefinition that still knows the types of its declaration. */
export interface TypedOp<
  O extends OperandSpecs = OperandSpecs,
  A extends AttrSpecs = AttrSpecs,
  R extends readonly string[] | undefined = readonly string[] | undefined,
> extends OpDefinition {
  /** Never set; carries the types for the builder and for `satisfies` checks of targets. */
  readonly declared?: { readonly operands: O; readonly attributes: A; readonly results: R };
}

export function defineOp<
  const O extends OperandSpecs,
  const A extends AttrSpecs,
  const R extends readonly string[] | undefined = undefined,
>(declaration: OpDeclaration<O, A, R>): TypedOp<O, A, R> {
  return erase(declaration, 'core');
}

/** An op that computes weights from weights when they are stored: no target runs it, it stands in recipes only. */
export function defineRecipe<const O extends OperandSpecs, const A extends AttrSpecs>(
  declaration: OpDeclaration<O, A, undefined>,
): TypedOp<O, A, undefined> {
  return erase(declaration, 'recipe');
}

/** Shared by defineOp and defineComposite: forgets the operand names and makes results a list. */
export function erase<
  O extends OperandSpecs,
  A extends AttrSpecs,
  R extends readonly string[] | undefined,
>(declaration: OpDeclaration<O, A, R>, kind: OpDefinition['kind']): TypedOp<O, A, R> {
  // oxlint-disable-next-line typescript/no-explicit-any -- the one place where declared types are erased
  const loose = declaration as any;
  const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);
  return {
    ...loose,
    kind,
    results: declaration.results,
    onnx: declaration.onnx ?? [],
    infer: (...args: unknown[]) => list(loose.infer(...args)),
    evaluate: (...args: unknown[]) => list(loose.evaluate(...args)),
    ...(loose.range === undefined
      ? {}
      : { range: (...args: unknown[]) => list(loose.range(...args)) }),
  };
}

/** Thrown by `fail` inside `infer` and caught where the graph infers a node; it never travels further. */
export class InferenceFault extends Error {
  readonly hint: string | undefined;
  constructor(message: string, hint?: string) {
    super(message);
    this.name = 'InferenceFault';
    this.hint = hint;
  }
}

/** Says that operands or attributes do not fit; for use in `infer` and in import rules. */
export function fail(message: string, hint?: string): never {
  throw new InferenceFault(message, hint);
}

export function hasTrait(op: OpDefinition, trait: Trait): boolean {
  return op.traits.includes(trait);
}
