/** What is known of the values of a function while its operations are read one after another. */

import type { Operation, TensorType, Value, ValueType } from './spec.ts';
import type { MilTensor } from './tensor.ts';

export interface Entry {
  readonly type: ValueType;
  /** The output of `const` or of a constexpr operation, or a value in place. */
  readonly constant: boolean;
  /** How many constexpr operations stand one behind the other before it. */
  readonly depth: number;
  /** Where it is stored, of a `const` and of a value in place. */
  readonly value?: Value;
  /** The elements, once they are loaded: of small constants always. */
  readonly tensor?: MilTensor;
}

export type Scope = ReadonlyMap<string, Entry>;

/** Constants of so many elements are kept: the parameters of operations, not weights. */
export const SMALL_CONSTANT = 4096;

/** The operands by the operation's input names; a name that nothing defines is undefined. */
export type Bound = ReadonlyMap<string, readonly (Entry | undefined)[]>;

/** Attributes but the name stand for operands where the signature says so. */
export function bindOperands(operation: Operation, scope: Scope, asAttributes: boolean): Bound {
  const bound = new Map<string, (Entry | undefined)[]>();
  for (const [input, bindings] of operation.inputs) {
    bound.set(
      input,
      bindings.map((binding) =>
        binding.kind === 'name' ? scope.get(binding.name) : inPlace(binding.value),
      ),
    );
  }
  if (asAttributes) {
    for (const [name, value] of operation.attributes) {
      if (name !== 'name' && !bound.has(name)) bound.set(name, [inPlace(value)]);
    }
  }
  return bound;
}

function inPlace(value: Value): Entry {
  return { type: value.type, constant: true, depth: 0, value };
}

/** The name that an operation carries as an attribute. */
export function nameOf({ attributes }: Operation): string | undefined {
  const content = attributes.get('name')?.content;
  if (content?.kind !== 'immediate' || content.field !== 'strings') return undefined;
  const text: unknown = content.values[0];
  return typeof text === 'string' && content.values.length === 1 ? text : undefined;
}

export function printType(type: ValueType): string {
  if (type.kind === 'other') return type.what;
  if (type.kind === 'state') return `state of ${printType(type.wrapped)}`;
  return `${type.dtype}[${type.shape.map((dim) => dim ?? '?').join(', ')}]`;
}

/** States count as the tensors that they hold. */
export function tensorTypeOf(type: ValueType): TensorType | undefined {
  if (type.kind === 'state') return type.wrapped;
  return type.kind === 'tensor' ? type : undefined;
}
