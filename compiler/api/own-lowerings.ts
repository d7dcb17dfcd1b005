/** How an op of the user's runs on each target: typed by its operands and attributes, and what the targets make of it. */

import type { AttrSpecs, AttributeMap, Attributes, OpDefinition } from '../../ir/define.ts';
import { hasTrait } from '../../ir/define.ts';
import type { Operands, OperandSpecs } from '../../ir/define.ts';
import { namedOperands } from '../../ir/operands.ts';
import { pointwise as coremlPointwise } from '../../targets/coreml/build/pointwise.ts';
import { lowering as coremlLowering } from '../../targets/coreml/lowering.ts';
import type {
  LowerRequest as CoremlRequest,
  Lowering as CoremlLowering,
} from '../../targets/coreml/lowering.ts';
import type { Term as CoremlTerm } from '../../targets/coreml/terms.ts';
import { arithmetic } from '../../targets/nnapi/build/arithmetic.ts';
import type { Arithmetic as NnapiArithmetic } from '../../targets/nnapi/build/arithmetic.ts';
import { mergePointwise } from '../../targets/nnapi/decompose/ranks.ts';
import { lowering as nnapiLowering } from '../../targets/nnapi/lowering.ts';
import type {
  LowerRequest as NnapiLowerRequest,
  Lowering as NnapiLowering,
} from '../../targets/nnapi/lowering.ts';
import type { Term as NnapiTerm } from '../../targets/nnapi/terms.ts';
import { pointwise as webgpuPointwise } from '../../targets/webgpu/lowering.ts';
import type {
  ExpressionContext,
  Lowering as WebgpuLowering,
} from '../../targets/webgpu/lowering.ts';

export interface NnapiRequest extends NnapiLowerRequest {
  readonly math: NnapiArithmetic;
}

type Function<O extends OperandSpecs, A extends AttrSpecs, T, Result, Request> = (
  operands: Operands<O, T>,
  attributes: Attributes<A>,
  request: Request,
) => Result;

/** By the names of targets. A target that has none refuses the op, or decomposes it where it is composite. */
export interface OwnLowerings<O extends OperandSpecs, A extends AttrSpecs> {
  /** The WGSL expression of an element from those of the operands, for a pointwise op; or kernels. */
  readonly webgpu?: Function<O, A, string, string, ExpressionContext> | WebgpuLowering;
  /** Operations of MIL, mostly by `math`. */
  readonly coreml?:
    Function<O, A, CoremlTerm, CoremlTerm | readonly CoremlTerm[], CoremlRequest> | CoremlLowering;
  /** Operations of NNAPI, mostly by `math`. */
  readonly nnapi?:
    Function<O, A, NnapiTerm, NnapiTerm | readonly NnapiTerm[], NnapiRequest> | NnapiLowering;
  /** For targets of one's own, which say of what type. */
  readonly [target: string]: unknown;
}

type Loose = Function<OperandSpecs, AttrSpecs, unknown, never, unknown>;
/** Calls a function of the user's for a target. */
export type Guarded = <T>(
  target: string,
  work: () => T,
  isResult: (value: unknown) => boolean,
) => T;

/** As the targets take them. */
export function targetLowerings(
  op: OpDefinition,
  given: Readonly<Record<string, unknown>>,
  guarded: Guarded,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(given).map(([target, lowering]) => {
      const make = MAKERS[target];
      const isFunction = typeof lowering === 'function';
      return [
        target,
        make === undefined || !isFunction ? lowering : make(op, lowering as Loose, guarded),
      ];
    }),
  );
}

type Maker = (op: OpDefinition, lower: Loose, guarded: Guarded) => unknown;

const MAKERS: Readonly<Record<string, Maker>> = {
  webgpu: (op, lower, guarded) =>
    webgpuPointwise((given, context) => {
      // The target leaves absent operands out.
      const rest = [...given];
      const all = context.node.operands.map((operand) => operand && rest.shift());
      const { attributes } = context.node;
      const work = (): string => lower(named(op, all), attributes, context);
      return guarded('webgpu', work, (text) => typeof text === 'string' && text.trim() !== '');
    }),
  coreml: (op, lower, guarded) => {
    const write = (terms: readonly unknown[], request: CoremlRequest): CoremlTerm => {
      const { attributes } = request.node;
      const work = (): CoremlTerm => lower(named(op, terms), attributes, request);
      return guarded('coreml', work, areTerms(request.node.results.length));
    };
    return hasTrait(op, 'pointwise') && !Object.values(op.operands).some(isOptional)
      ? coremlPointwise((_, terms, request) => write(terms, request))
      : coremlLowering((request) =>
          write(
            request.node.operands.map((_, index) => request.operand(index)),
            request,
          ),
        );
  },
  nnapi: (op, lower, guarded) =>
    nnapiLowering(
      (request) => {
        const terms = request.node.operands.map((_, index) => request.operand(index));
        const own: NnapiRequest = { ...request, math: arithmetic(request.m) };
        const { attributes } = request.node;
        const work = (): NnapiTerm => lower(named(op, terms), attributes, own);
        return guarded('nnapi', work, areTerms(request.node.results.length));
      },
      hasTrait(op, 'pointwise') ? { rewrite: mergePointwise } : {},
    ),
};

function isOptional({ arity }: OperandSpecs[string]): boolean {
  return arity === 'optional';
}

function named(op: OpDefinition, flat: readonly unknown[]): never {
  return namedOperands(op, flat) as never;
}

/** One term for each result; both targets have the type of a value there. */
function areTerms(count: number): (value: unknown) => boolean {
  return (value) => {
    const terms: readonly unknown[] = [value].flat();
    return terms.length === count && terms.every(isTerm);
  };
}

function isTerm(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !('type' in value)) return false;
  const type: unknown = value.type;
  return typeof type === 'object' && type !== null && 'shape' in type && Array.isArray(type.shape);
}

/** Whether a target takes it, for those that are given by hand. */
export function isLowering(target: string, lowering: unknown): boolean {
  if (!(target in MAKERS)) return true;
  if (typeof lowering !== 'object' || lowering === null) return false;
  const member = (name: string): unknown => (lowering as AttributeMap)[name];
  if (target !== 'webgpu') {
    return typeof member('lower') === 'function' || typeof member('rewrite') === 'function';
  }
  const part = WEBGPU_PARTS[String(member('kind'))];
  return part !== undefined && typeof member(part) === 'function';
}

const WEBGPU_PARTS: Readonly<Record<string, string>> = {
  pointwise: 'expression',
  movement: 'read',
  join: 'part',
  kernel: 'build',
};
