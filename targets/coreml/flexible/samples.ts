/** One program at several sizes: which values, literals and dims belong together, and where they differ. */

import { DiagnosticError } from '../../../ir/diagnostics.ts';
import { ConstantKeys } from '../../constant-keys.ts';
import { differentPrograms } from '../diagnostics.ts';
import { isLiteral } from '../terms.ts';
import type { Literal, MilFunction, MilOperation, MilType, MilValue } from '../syntax.ts';

/** The sizes of one dim, sample by sample. */
export type SizeList = readonly number[];

export class Samples {
  readonly functions: readonly MilFunction[];
  readonly usual: MilFunction;
  readonly #keys = new ConstantKeys();
  /** Values of the usual function with those of all. */
  readonly #together = new Map<MilValue, readonly MilValue[]>();

  /** Throws a DiagnosticError where the functions are not the same but for sizes. */
  constructor(functions: readonly MilFunction[]) {
    const [usual] = functions;
    if (usual === undefined) throw new Error('no function to merge');
    this.functions = functions;
    this.usual = usual;
    for (const [at, { value }] of usual.inputs.entries()) {
      this.#join(
        value,
        functions.map(({ inputs }) => inputs[at]?.value),
      );
    }
    for (const [at, operation] of usual.operations.entries()) {
      for (const [index, output] of operation.outputs.entries()) {
        this.#join(
          output,
          this.operations(at).map(({ outputs }) => outputs[index]),
          operation,
        );
      }
    }
    if (functions.some(({ operations }) => operations.length !== usual.operations.length)) {
      throw new DiagnosticError(differentPrograms(undefined));
    }
  }

  /** One operation in each function. */
  operations(at: number): readonly MilOperation[] {
    const found = this.functions.map(({ operations }) => operations[at]);
    const [usual] = found;
    return found.map((operation) => {
      if (operation !== undefined && operation.type === usual?.type) return operation;
      throw new DiagnosticError(differentPrograms(usual));
    });
  }

  /** The sizes of an axis of a value of the usual function. */
  sizes(value: MilValue, axis: number): SizeList {
    return (this.#together.get(value) ?? [value]).map(({ type }) => type.shape[axis] ?? 0);
  }

  /** Whether members of the functions' arguments, the usual one's first, are the same value. */
  areTogether(members: readonly (MilValue | Literal)[]): boolean {
    const [usual] = members;
    if (usual === undefined || isLiteral(usual)) return false;
    const known = this.#together.get(usual);
    return known !== undefined && members.every((member, index) => member === known[index]);
  }

  /** The shapes of a value of the usual function, sample by sample. */
  shapes(value: MilValue): readonly (readonly number[])[] {
    const all = this.#together.get(value) ?? [value];
    return all.map(({ type }) => type.shape.map((size) => size ?? 0));
  }

  areEqual(literals: readonly Literal[]): boolean {
    const [usual] = literals;
    return (
      usual !== undefined && literals.every((literal) => this.#key(literal) === this.#key(usual))
    );
  }

  /** The type for all sizes: a dim that differs is flexible. */
  typeOf(value: MilValue): MilType {
    const shape = value.type.shape.map((size, axis) => {
      const sizes = this.sizes(value, axis);
      return sizes.every((other) => other === size) ? size : undefined;
    });
    return { dtype: value.type.dtype, shape };
  }

  #join(value: MilValue, all: readonly (MilValue | undefined)[], operation?: MilOperation): void {
    const values = all.flatMap((other) => (other === undefined ? [] : [other]));
    const same = values.every(
      ({ type }) =>
        type.dtype === value.type.dtype && type.shape.length === value.type.shape.length,
    );
    if (!same || values.length !== this.functions.length) {
      throw new DiagnosticError(differentPrograms(operation));
    }
    this.#together.set(value, values);
  }

  #key(literal: Literal): string {
    const { dtype, shape } = literal.type;
    const value =
      literal.kind === 'immediate'
        ? JSON.stringify(literal.values)
        : `${literal.packed ?? ''} ${this.#keys.of(literal.constant)}`;
    return `${literal.kind} ${dtype} [${shape.join()}] ${value}`;
  }
}
