/** Checks what a constant promises: its shape, its bytes, and the types of its recipe. */

import { inlineValue } from './constant.ts';
import type { Constant } from './constant.ts';
import { DiagnosticError } from './diagnostics.ts';
import { Graph, NO_ORIGIN } from './graph.ts';
import { inferTypes } from './infer-types.ts';
import { byteSize, elementCount, printType, typeEquals } from './types.ts';

type Report = (what: string) => void;

/** Reports what is wrong with a constant and with those that its recipe reads. */
export function checkConstant(
  constant: Constant,
  report: Report,
  seen = new Set<Constant>(),
  readers: ReadonlySet<Constant> = new Set(),
): void {
  if (readers.has(constant)) report('a constant is computed from itself: its recipe is a cycle');
  if (seen.has(constant)) return;
  seen.add(constant);
  const { source, type } = constant;
  if (!type.shape.every((dim) => Number.isSafeInteger(dim) && dim >= 0)) {
    report(`a constant has the shape [${type.shape.join(',')}]`);
  }
  if (source.kind === 'data') {
    const matches = typeEquals(type, source.tensor);
    if (!matches || source.tensor.data.length !== elementCount(type.shape)) {
      report(`a constant of ${printType(type)} holds ${printType(source.tensor)}`);
    }
  } else if (source.kind === 'bytes') {
    const { offset, length, store } = source;
    if (length !== byteSize(type)) {
      report(`a constant of ${printType(type)} has ${length} bytes of ${store.name}`);
    }
    if (offset < 0 || offset + length > store.size) {
      report(`a constant ends after the end of ${store.name}`);
    }
  } else if (source.kind === 'recipe') {
    checkRecipe(constant, report);
    const above = new Set([...readers, constant]);
    for (const operand of source.operands) {
      if (operand !== undefined) checkConstant(operand, report, seen, above);
    }
  }
}

function checkRecipe({ source, type }: Constant, report: Report): void {
  if (source.kind !== 'recipe') return;
  const { op, operands, attributes } = source;
  const scratch = new Graph('recipe');
  const values = operands.map((operand) => operand && scratch.addConstant(operand));
  try {
    const [inferred] = inferTypes(op, values, attributes, NO_ORIGIN);
    if (inferred !== undefined && !typeEquals(inferred, type)) {
      report(`the recipe ${op.name} of ${printType(type)} makes ${printType(inferred)}`);
    }
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    report(`a recipe: ${error.message}`);
  }
}

/** Reports a constant that cannot be had without reading a file or computing. */
export function checkHeld(constant: Constant, report: Report): void {
  if (inlineValue(constant) === undefined) {
    report(`a constant of ${printType(constant.type)} inside a node is not in memory`);
  }
}
