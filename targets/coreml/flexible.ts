/** A program for several sizes of a model, in one function with flexible dims or in a function for each; and for adapters. */

import type { ModelShapes, Sizes } from '../../compiler/shapes.ts';
import { DiagnosticError } from '../../ir/diagnostics.ts';
import { functionsNeedOpset, oneFlexibleInput, rangesNeedFlexible } from './diagnostics.ts';
import { mergeFunctions } from './flexible/merge.ts';
import type { FlexibleShapes, MilFunction, MilProgram, Opset, Port } from './syntax.ts';

export const SHAPE_FORMS = ['flexible', 'functions'] as const;
export type ShapeForm = (typeof SHAPE_FORMS)[number];

export interface SeveralShapes {
  readonly kind: ModelShapes['kind'];
  /** Of each function. */
  readonly sizes: readonly Sizes[];
  /** The functions at sizes like theirs that are not 1, if the model is the same there. */
  readonly withoutOnes: () => readonly MilFunction[] | undefined;
}

/** `functions` are those of the model at each of the sizes. Throws a DiagnosticError for what an opset lacks. */
export function severalShapes(
  functions: readonly MilFunction[],
  shapes: SeveralShapes,
  opset: Opset,
  form: ShapeForm,
): MilProgram {
  if (form === 'flexible') {
    return { opset, functions: [flexibleFunction(functions, shapes, opset)] };
  }
  if (shapes.kind === 'ranges') throw new DiagnosticError(rangesNeedFlexible());
  if (isBefore18(opset)) throw new DiagnosticError(functionsNeedOpset(opset));
  const names = functionNames(shapes.sizes);
  return {
    opset,
    functions: functions.map((one, index) => ({ ...one, name: names[index] ?? one.name })),
  };
}

/** The model as the function `main`, and a function of each adapter's name. Throws a DiagnosticError before iOS 18. */
export function withAdapters(
  model: MilProgram,
  adapters: readonly { readonly name: string; readonly program: MilProgram }[],
): MilProgram {
  if (isBefore18(model.opset)) throw new DiagnosticError(functionsNeedOpset(model.opset));
  const own = adapters.flatMap(({ name, program }) =>
    program.functions.map((one) => ({ ...one, name })),
  );
  return { ...model, functions: [...model.functions, ...own] };
}

function flexibleFunction(
  functions: readonly MilFunction[],
  { kind, withoutOnes }: SeveralShapes,
  opset: Opset,
): MilFunction {
  const declare = (shapes: readonly (readonly number[])[]): FlexibleShapes =>
    kind === 'enumerated' ? { kind, shapes } : rangesOf(shapes);
  const merged = merge(functions, declare, withoutOnes);
  const inputs = merged.inputs.map((port, at): Port => {
    if (port.value.type.shape.every((size) => size !== undefined)) return port;
    return { ...port, shapes: declare(functions.map(({ inputs: own }) => staticShape(own[at]))) };
  });
  const flexible = tooManyFlexible(inputs, opset);
  if (flexible !== undefined) throw new DiagnosticError(oneFlexibleInput(opset, flexible));
  return { ...merged, inputs };
}

/** The names of several inputs with listed shapes, of which there may be one before iOS 18. */
export function tooManyFlexible(
  inputs: readonly Port[],
  opset: Opset,
): readonly string[] | undefined {
  const flexible = inputs.filter(({ shapes }) => shapes?.kind === 'enumerated');
  return flexible.length > 1 && isBefore18(opset) ? flexible.map(({ name }) => name) : undefined;
}

/** What a size of 1 simplified is not in the others; a program without such sizes serves 1 too. */
function merge(
  functions: readonly MilFunction[],
  declare: Parameters<typeof mergeFunctions>[1],
  withoutOnes: SeveralShapes['withoutOnes'],
): MilFunction {
  try {
    return mergeFunctions(functions, declare);
  } catch (error) {
    const others = error instanceof DiagnosticError ? withoutOnes() : undefined;
    if (others === undefined) throw error;
    return mergeFunctions(others);
  }
}

/** The first sample has the lower ends, the second one the upper ends. */
function rangesOf(shapes: readonly (readonly number[])[]): FlexibleShapes {
  const [usual = [], high = []] = shapes;
  return {
    kind: 'ranges',
    usual,
    ranges: usual.map((low, axis) => [low, high[axis] ?? low]),
  };
}

function staticShape(port: Port | undefined): readonly number[] {
  return (port?.value.type.shape ?? []).map((size) => size ?? 0);
}

function isBefore18(opset: Opset): boolean {
  return opset === 'CoreML6' || opset === 'CoreML7';
}

/** `height_64_width_96` where that is an identifier, else a counter. */
function functionNames(all: readonly Sizes[]): readonly string[] {
  const names = all.map((sizes) =>
    Array.from(sizes, ([name, size]) => `${name}_${size}`).join('_'),
  );
  const usable = names.every((name) => /^[A-Za-z][A-Za-z0-9_]{0,62}$/.test(name));
  return usable && new Set(names).size === names.length
    ? names
    : all.map((_, index) => `shape_${index}`);
}
