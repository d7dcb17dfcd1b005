/** The values of a function while it runs: computed ones until their last use, constants as ways to load them. */

import { DiagnosticError } from '../../../ir/diagnostics.ts';
import { isSmall } from './declared-types.ts';
import { roundAllToHalf } from './half.ts';
import { valuesOf } from './operands.ts';
import { opOf } from './ops/index.ts';
import type { OpDefinition } from './ops/op.ts';
import type { MilPackage } from './package.ts';
import { tooLargeToRun } from './program-diagnostics.ts';
import type { Where } from './program-diagnostics.ts';
import { nameOf } from './scope.ts';
import type { Entry } from './scope.ts';
import { signatureOf } from './signature.ts';
import type { Binding, Operation, ProgramFunction, TensorType, Value } from './spec.ts';
import { allocate, elementCount } from './tensor.ts';
import type { MilTensor, StaticType } from './tensor.ts';
import { countUses, namesOf } from './uses.ts';
import { loadValue } from './values.ts';

export type Precision = 'declared' | 'fp32';

type Slot =
  | { readonly kind: 'tensor'; readonly tensor: MilTensor }
  /** Constants and what constexpr operations give. */
  | { readonly kind: 'lazy'; readonly load: () => Promise<MilTensor> }
  | { readonly kind: 'state'; tensor: MilTensor };

/** Two GiB of fp32. */
const MOST_ELEMENTS = 2 ** 29;

export class Environment {
  readonly #milPackage: MilPackage;
  readonly #function: ProgramFunction;
  readonly #precision: Precision;
  readonly #opset: number;
  readonly #slots = new Map<string, Slot>();
  readonly #uses: Map<string, number>;

  constructor(
    milPackage: MilPackage,
    own: ProgramFunction,
    inputs: ReadonlyMap<string, MilTensor>,
    precision: Precision,
  ) {
    this.#milPackage = milPackage;
    this.#function = own;
    this.#precision = precision;
    this.#opset = milPackage.model.specificationVersion - 1;
    this.#uses = countUses(own);
    for (const [name, tensor] of inputs) {
      this.#slots.set(name, { kind: 'tensor', tensor: this.#rounded(tensor) });
    }
    for (const { name, type } of own.inputs) {
      if (type.kind !== 'state') continue;
      const shape = type.wrapped.shape.map((dim) => dim ?? 0);
      const data = allocate(type.wrapped.dtype, elementCount(shape));
      const tensor = { dtype: type.wrapped.dtype, shape, data };
      this.#slots.set(name, { kind: 'state', tensor });
    }
  }

  async value(name: string): Promise<MilTensor> {
    const slot = this.#slots.get(name);
    if (slot === undefined) throw new Error(`no value ${name}`);
    return slot.kind === 'lazy' ? slot.load() : slot.tensor;
  }

  async run(operation: Operation): Promise<void> {
    const { type, outputs, attributes } = operation;
    if (type === 'const') {
      const value = attributes.get('val');
      const [output] = outputs;
      if (value !== undefined && output !== undefined) this.#defer(output.name, value);
      return;
    }
    const definition = opOf(type);
    if (definition === undefined) throw new Error(`no operation ${type}`);
    if (type.startsWith('constexpr_')) {
      for (const [index, { name }] of outputs.entries()) {
        const load = async (): Promise<MilTensor> => {
          const result = (await this.#evaluate(operation, definition))[index];
          if (result === undefined) throw new Error(`no output ${index}`);
          return result;
        };
        this.#slots.set(name, { kind: 'lazy', load });
      }
      return;
    }
    const results = await this.#evaluate(operation, definition);
    for (const [index, { name }] of outputs.entries()) {
      const tensor = results[index];
      if (tensor !== undefined) this.#slots.set(name, { kind: 'tensor', tensor });
    }
    if (type === 'write_state') await this.#write(operation);
    this.#release(operation);
  }

  /** Small ones are kept, others loaded for each use. */
  #defer(name: string, value: Value): void {
    const { weights } = this.#milPackage;
    let kept: Promise<MilTensor> | undefined;
    const load = (): Promise<MilTensor> => {
      const loading = kept ?? loadValue(value, weights);
      if (isSmall(value.type)) kept = loading;
      return loading;
    };
    this.#slots.set(name, { kind: 'lazy', load });
  }

  async #evaluate(operation: Operation, definition: OpDefinition): Promise<MilTensor[]> {
    const where: Where = {
      function: this.#function.name,
      type: operation.type,
      name: nameOf(operation),
    };
    const operands = new Map<string, Entry[]>();
    for (const [input, bindings] of operation.inputs) {
      operands.set(input, await Promise.all(bindings.map((binding) => this.#bound(binding))));
    }
    if (signatureOf(definition, this.#opset)?.asAttributes === true) {
      for (const [name, value] of operation.attributes) {
        if (name !== 'name') operands.set(name, [await this.#stored(value)]);
      }
    }
    const values = valuesOf(operands, this.#opset, where);
    const types = definition.infer(values).map(staticType);
    for (const { shape } of types) {
      const count = elementCount(shape);
      if (count <= MOST_ELEMENTS) continue;
      throw new DiagnosticError(tooLargeToRun(where, count, MOST_ELEMENTS));
    }
    const results = definition.evaluate(values, types);
    return types.map((type, index) => {
      const data = results[index] ?? allocate(type.dtype, 0);
      return this.#rounded({ ...type, shape: actualShape(type, data.length), data });
    });
  }

  async #bound(binding: Binding): Promise<Entry> {
    if (binding.kind === 'value') return this.#stored(binding.value);
    return entryOf(await this.value(binding.name), this.#slots.get(binding.name)?.kind === 'lazy');
  }

  async #stored(value: Value): Promise<Entry> {
    return entryOf(await loadValue(value, this.#milPackage.weights), true);
  }

  #rounded(tensor: MilTensor): MilTensor {
    const { dtype, data } = tensor;
    if (this.#precision === 'declared' && dtype === 'fp16' && data instanceof Float32Array) {
      roundAllToHalf(data);
    }
    return tensor;
  }

  async #write({ inputs }: Operation): Promise<void> {
    const [state] = inputs.get('input') ?? [];
    const [data] = inputs.get('data') ?? [];
    const slot = state?.kind === 'name' ? this.#slots.get(state.name) : undefined;
    if (slot?.kind !== 'state' || data?.kind !== 'name') return;
    slot.tensor = await this.value(data.name);
  }

  #release({ inputs, outputs }: Operation): void {
    for (const name of namesOf([...inputs.values()].flat())) {
      const left = (this.#uses.get(name) ?? 0) - 1;
      this.#uses.set(name, left);
      if (left <= 0 && this.#slots.get(name)?.kind === 'tensor') this.#slots.delete(name);
    }
    for (const { name } of outputs) {
      if ((this.#uses.get(name) ?? 0) === 0) this.#slots.delete(name);
    }
  }
}

function entryOf(tensor: MilTensor, constant: boolean): Entry {
  const { dtype, shape } = tensor;
  return { type: { kind: 'tensor', dtype, shape }, constant, depth: 0, tensor };
}

/** A dim that depends on the elements is told by how many results there are. */
function staticType({ dtype, shape }: TensorType): StaticType {
  return { dtype, shape: shape.map((dim) => dim ?? -1) };
}

function actualShape({ shape }: StaticType, count: number): number[] {
  const rest = shape.reduce((product, dim) => (dim < 0 ? product : product * dim), 1);
  return shape.map((dim) => (dim < 0 ? count / Math.max(1, rest) : dim));
}
