/** One function's operations in order: names, constants, signatures, types. */

import type { Diagnostic } from '../../../ir/diagnostics.ts';
import { checkSignature, compareOutputs, inferOutputs } from './check-operation.ts';
import { definitionFaults, isSmall, moreExact } from './declared-types.ts';
import { opOf } from './ops/index.ts';
import type { OpDefinition } from './ops/op.ts';
import type { MilPackage } from './package.ts';
import {
  badName,
  badStructure,
  badValue,
  otherType,
  undefinedValue,
  unknownOperation,
} from './program-diagnostics.ts';
import type { Where } from './program-diagnostics.ts';
import type { Operands } from './operands.ts';
import { bindOperands, nameOf, printType } from './scope.ts';
import type { Bound, Entry } from './scope.ts';
import { signatureOf } from './signature.ts';
import type { Block, NamedType, Operation, ProgramFunction, ValueType } from './spec.ts';
import { faultOfValue, loadValue } from './values.ts';

export interface FunctionOptions {
  /** 5 for CoreML5 and so on. */
  readonly opset: number;
  readonly strict: boolean;
  readonly signal: AbortSignal | undefined;
  /** Shapes of inputs, where a flexible function is looked at with some that it allows. */
  readonly sizes?: ReadonlyMap<string, readonly number[]>;
}

const MOST_PROBLEMS = 1000;
/** Weights are decompressed by few operations in a row; more would exhaust the stack when they run. */
const MOST_CONSTEXPR = 8;

export async function checkFunction(
  milPackage: MilPackage,
  item: ProgramFunction,
  block: Block,
  options: FunctionOptions,
): Promise<Diagnostic[]> {
  const check = new FunctionCheck(milPackage, item.name, options);
  check.inputs(item.inputs);
  if (block.inputs.length > 0) check.structure('its block has inputs', 'functions have inputs');
  for (const operation of block.operations) {
    options.signal?.throwIfAborted();
    await check.operation(operation);
    if (check.found.length < MOST_PROBLEMS) continue;
    const what = `it has over ${MOST_PROBLEMS} problems, and the rest is not looked at`;
    check.structure(what, 'correct the first ones, which may be the reason of others');
    return check.found;
  }
  check.outputs(block.outputs);
  return check.found;
}

class FunctionCheck {
  readonly found: Diagnostic[] = [];
  readonly #milPackage: MilPackage;
  readonly #function: string;
  readonly #options: FunctionOptions;
  readonly #scope = new Map<string, Entry>();
  readonly #names = new Set<string>();

  constructor(milPackage: MilPackage, name: string, options: FunctionOptions) {
    this.#milPackage = milPackage;
    this.#function = name;
    this.#options = options;
  }

  structure(what: string, hint: string): void {
    this.found.push(badStructure({ function: this.#function }, what, hint));
  }

  inputs(inputs: readonly NamedType[]): void {
    const where = { function: this.#function };
    for (const input of inputs) {
      const shape = this.#options.sizes?.get(input.name);
      const type = shape && input.type.kind === 'tensor' ? { ...input.type, shape } : input.type;
      this.#define(where, input, type, {});
    }
  }

  outputs(names: readonly string[]): void {
    const where = { function: this.#function };
    if (names.length === 0) this.structure('it has no output', 'name what it gives');
    const seen = new Set<string>();
    for (const name of names) {
      if (!this.#scope.has(name)) {
        this.#note(undefinedValue(where, name, 'is an output and not defined'));
      } else if (seen.has(name)) this.#note(badName(where, name, 'is an output twice'));
      seen.add(name);
    }
  }

  async operation(operation: Operation): Promise<void> {
    const { type, outputs, blocks } = operation;
    const name = nameOf(operation);
    const where: Where = { function: this.#function, type, name };
    const stored = operation.attributes.get('name');
    const fault = stored === undefined ? undefined : faultOfValue(stored, undefined);
    if (!name || fault !== undefined) {
      this.#note(badStructure(where, 'it has no attribute "name"', 'every operation carries one'));
    } else if (this.#names.has(name)) {
      this.#note(badName(where, name, 'is the name of two operations'));
    } else this.#names.add(name);
    if (type === 'const') return this.#constant(operation, where);
    const definition = opOf(type);
    if (definition === undefined || blocks > 0) {
      const what = blocks > 0 ? 'has nested blocks, which are not read' : 'is not known';
      this.#note(unknownOperation(where, what));
      for (const output of outputs) this.#define(where, output, output.type, {});
      return undefined;
    }
    const results = await this.#infer(definition, operation, where);
    const constant = type.startsWith('constexpr_');
    const depth = constant ? 1 + this.#depthOf(operation) : 0;
    if (depth > MOST_CONSTEXPR) {
      const what = `${depth} constexpr operations stand one behind the other`;
      this.#note(badStructure(where, what, `use up to ${MOST_CONSTEXPR}`));
    }
    for (const [index, output] of outputs.entries()) {
      const { type: own = output.type, ...known } = results?.[index] ?? {};
      this.#define(where, output, own, { constant, depth, ...known });
    }
    return undefined;
  }

  /** The types that are declared where they are less exact than those inferred stand back. */
  async #infer(
    definition: OpDefinition,
    operation: Operation,
    where: Where,
  ): Promise<readonly Pick<Entry, 'type' | 'tensor'>[] | undefined> {
    const { opset, strict } = this.#options;
    const signature = signatureOf(definition, opset);
    if (signature === undefined) {
      this.#note(unknownOperation(where, `is not in opset CoreML${opset}`));
      return undefined;
    }
    const bound = bindOperands(operation, this.#scope, signature.asAttributes);
    const checked = checkSignature(operation, signature, bound, { where, strict });
    this.#note(...checked.found);
    const stored = this.#checkStored(operation, bound, where);
    if (checked.operands === undefined || !stored) return undefined;
    const operands = await this.#load(checked.operands, definition.examines ?? []);
    const { found, types, tensors } = inferOutputs(definition, operands, this.#options, where);
    this.#note(...found);
    if (types === undefined) return undefined;
    const different = compareOutputs(operation, types, { where, strict });
    this.#note(...different);
    // What follows is judged by what is declared, so that one fault is told once.
    if (different.length > 0) return undefined;
    return types.map((type, index) => {
      const exact = moreExact(type, operation.outputs[index]?.type);
      const tensor = tensors[index];
      return tensor === undefined ? { type: exact } : { type: exact, tensor };
    });
  }

  /** Values in place; those of `const` are checked where they are defined. */
  #checkStored(operation: Operation, bound: Bound, where: Where): boolean {
    let sound = true;
    for (const [input, entries] of bound) {
      const places = operation.inputs.get(input);
      for (const [index, entry] of entries.entries()) {
        if (entry?.value === undefined || places?.[index]?.kind === 'name') continue;
        const fault = faultOfValue(entry.value, this.#milPackage.weights);
        if (fault === undefined) continue;
        this.#note(badValue(where, fault, input));
        sound = false;
      }
    }
    return sound;
  }

  async #load(operands: Operands, examined: readonly string[]): Promise<Operands> {
    const loaded = new Map<string, readonly Entry[]>();
    for (const [input, entries] of operands) {
      loaded.set(
        input,
        await Promise.all(entries.map((e) => this.#elements(e, examined.includes(input)))),
      );
    }
    return loaded;
  }

  async #elements(entry: Entry, examined: boolean): Promise<Entry> {
    const { value, tensor } = entry;
    if (value === undefined || tensor !== undefined) return entry;
    if (!examined && !isSmall(entry.type)) return entry;
    if (faultOfValue(value, this.#milPackage.weights) !== undefined) return entry;
    return { ...entry, tensor: await loadValue(value, this.#milPackage.weights) };
  }

  async #constant(operation: Operation, where: Where): Promise<void> {
    const { inputs, outputs, attributes } = operation;
    const [output] = outputs;
    const value = attributes.get('val');
    const others = [...attributes.keys()].filter((name) => name !== 'name' && name !== 'val');
    const faulty = inputs.size > 0 || others.length > 0 || operation.blocks > 0;
    if (faulty || value === undefined || outputs.length !== 1) {
      const hint = 'a const has the attributes name and val, no operand or block, and one output';
      this.#note(badStructure(where, 'the const is not of the form of one', hint));
    }
    if (output === undefined) return;
    const fault = value === undefined ? undefined : faultOfValue(value, this.#milPackage.weights);
    if (fault !== undefined) this.#note(badValue(where, fault, output.name));
    if (value === undefined || fault !== undefined) {
      this.#define(where, output, output.type, { constant: true });
      return;
    }
    const [own, declared] = [printType(value.type), printType(output.type)];
    if (own !== declared) this.#note(otherType(where, output.name, declared, own));
    const small = isSmall(value.type);
    const tensor = small ? await loadValue(value, this.#milPackage.weights) : undefined;
    const kept = tensor === undefined ? { value } : { value, tensor };
    this.#define(where, output, value.type, { constant: true, ...kept });
  }

  #depthOf({ inputs }: Operation): number {
    let deepest = 0;
    for (const binding of [...inputs.values()].flat()) {
      if (binding.kind !== 'name') continue;
      deepest = Math.max(deepest, this.#scope.get(binding.name)?.depth ?? 0);
    }
    return deepest;
  }

  #define(where: Where, output: NamedType, type: ValueType, entry: Partial<Entry>): void {
    const { name } = output;
    if (this.#scope.has(name)) this.#note(badName(where, name, 'is defined twice'));
    this.#note(...definitionFaults(where, name, type, entry.constant === true));
    this.#scope.set(name, { constant: false, depth: 0, ...entry, type });
  }

  #note(...diagnostics: readonly Diagnostic[]): void {
    this.found.push(...diagnostics);
  }
}
