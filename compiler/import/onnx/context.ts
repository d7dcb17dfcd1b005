/** What a rule sees of its node: inputs as values, known values, sizes and typed attributes. */

import type { Constant } from '../../../ir/constant.ts';
import { fail } from '../../../ir/define.ts';
import { DiagnosticError } from '../../../ir/diagnostics.ts';
import type { Diagnostic, Place } from '../../../ir/diagnostics.ts';
import type { Dim } from '../../../ir/dim.ts';
import type { Value } from '../../../ir/graph.ts';
import type { Tensor } from '../../../ir/tensor.ts';
import type { NodeAttributes } from './attributes.ts';
import { missingInput, notConstant } from './diagnostics.ts';
import type { ImportBuilders } from './import-builder.ts';
import type { OnnxNode } from './model.ts';
import { NeedsDims } from './needs-dims.ts';
import type { ImportBuilder, RuleContext } from './rule.ts';
import { dimOfElement, elementOfDim } from './shape-elements.ts';
import { openDims } from './shape-values.ts';

export interface ContextParts {
  readonly node: OnnxNode;
  readonly opset: number;
  readonly place: Place;
  readonly attributes: NodeAttributes;
  /** By position; undefined where absent. */
  readonly values: readonly (Value | undefined)[];
  readonly builders: ImportBuilders;
  readonly serial: number;
  /** The in-memory form of a constant that was read ahead. */
  readonly small: (constant: Constant) => Constant;
  readonly wants: (output: number) => boolean;
  readonly warn: (diagnostic: Diagnostic) => void;
  readonly implies: (dim: Dim, size: Dim) => void;
}

export class NodeContext implements RuleContext {
  readonly node: OnnxNode;
  readonly opset: number;
  readonly place: Place;
  readonly b: ImportBuilder;
  readonly attributes: NodeAttributes;
  readonly inputCount: number;
  readonly serial: number;
  readonly #parts: ContextParts;

  constructor(parts: ContextParts) {
    this.#parts = parts;
    this.node = parts.node;
    this.opset = parts.opset;
    this.place = parts.place;
    this.b = parts.builders.builder;
    this.attributes = parts.attributes;
    this.serial = parts.serial;
    this.inputCount = parts.values.findLastIndex((value) => value !== undefined) + 1;
  }

  optional(index: number): Value | undefined {
    return this.#parts.values[index];
  }

  input(index: number): Value {
    const value = this.#parts.values[index];
    if (value === undefined) throw new DiagnosticError(missingInput(index, this.place));
    return value;
  }

  inputs(): readonly Value[] {
    return Array.from({ length: this.inputCount }, (_, index) => this.input(index));
  }

  known(value: Value): Tensor | undefined {
    const { shapes } = this.#parts.builders;
    const shape = shapes.get(value);
    if (shape !== undefined) throw new NeedsDims(openDims([shape]));
    return this.#parts.builders.known(value);
  }

  constant(index: number, what: string): Tensor {
    const known = this.known(this.input(index));
    if (known === undefined) throw new DiagnosticError(notConstant(what, this.place));
    return known;
  }

  optionalConstant(index: number, what: string): Tensor | undefined {
    return this.optional(index) === undefined ? undefined : this.constant(index, what);
  }

  ints(index: number, what: string): readonly number[] {
    return Array.from(this.constant(index, what).data, (element: number | bigint) =>
      Math.max(-Number.MAX_SAFE_INTEGER, Math.min(Number.MAX_SAFE_INTEGER, Number(element))),
    );
  }

  dims(index: number, what: string): readonly Dim[] {
    const shape = this.#parts.builders.shapes.get(this.input(index));
    if (shape === undefined) {
      return Array.from(this.constant(index, what).data, (element: number | bigint) =>
        exactSize(element, what),
      );
    }
    return shape.elements.map((element) => {
      const dim = dimOfElement(element);
      if (dim === undefined) throw new NeedsDims(openDims([shape]));
      return dim;
    });
  }

  shapeValue(dims: readonly Dim[]): Value {
    return this.#parts.builders.shapeValue({
      type: { dtype: 'i64', shape: [dims.length] },
      elements: dims.map(elementOfDim),
    });
  }

  sequence(index: number): readonly Value[] {
    const items = this.#parts.builders.sequences.get(this.input(index));
    return items ?? fail(`input ${index} is no sequence`);
  }

  sequenceOf(items: readonly Value[]): Value {
    return this.#parts.builders.sequences.add(items);
  }

  embed(constant: Constant): Value {
    return this.b.constant(this.#parts.small(constant));
  }

  wants(output: number): boolean {
    return this.#parts.wants(output);
  }

  warn(diagnostic: Diagnostic): void {
    this.#parts.warn(diagnostic);
  }

  implies(dim: Dim, size: Dim): void {
    this.#parts.implies(dim, size);
  }
}

function exactSize(element: number | bigint, what: string): number {
  const number = Number(element);
  return Number.isSafeInteger(number)
    ? number
    : fail(`${what} has ${element}, which is no exact size`);
}
