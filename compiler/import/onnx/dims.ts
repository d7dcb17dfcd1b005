/** The named dims of a model: safe symbols for the IR, the model's own names for people, and their values. */

import type { Diagnostic } from '../../../ir/diagnostics.ts';
import { symbol } from '../../../ir/dim.ts';
import type { Dim } from '../../../ir/dim.ts';
import {
  badDimValue,
  dimConflict,
  inputShapeMismatch,
  unboundDims,
  unknownDim,
  unknownRank,
  unknownSample,
} from './diagnostics.ts';
import type { OnnxValueInfo } from './model.ts';

/** One dim of the model's interface. */
export interface DimBinding {
  /** What the model calls it, which is what `--dim` takes; `INPUT.AXIS` where the model gives no name. */
  readonly name: string;
  /** The identifier that the IR prints. */
  readonly symbol: string;
  /** Undefined while it is not bound. */
  readonly value: number | undefined;
}

/** One diagnostic that names every dim without a value and the command that binds them; none if all are bound. */
export function reportUnbound(dims: readonly DimBinding[]): readonly Diagnostic[] {
  const names = dims.filter((dim) => dim.value === undefined).map((dim) => dim.name);
  return names.length === 0 ? [] : [unboundDims(names)];
}

export interface DimOptions {
  /** Values by the model's names (`--dim NAME=VALUE`). */
  readonly dims?: ReadonlyMap<string, number>;
  /** Shapes of sample inputs by input name (`--dims-from IN.npz`). */
  readonly inputShapes?: ReadonlyMap<string, readonly number[]>;
  /** The samples are what the model runs on, so that the run itself refuses those that are no inputs. */
  readonly samplesAreInputs?: boolean;
}

/** Sizes by the model's names that follow from its weights; what the user says goes before them. */
type ImpliedDims = ReadonlyMap<string, number>;

/** Short identifiers that no JavaScript object has as a member. */
const SAFE = /^[A-Za-z][A-Za-z0-9_]{0,47}$/;

function isSafe(name: string): boolean {
  return SAFE.test(name) && name !== 'floor' && !(name in Object.prototype);
}

export class DimTable {
  readonly diagnostics: Diagnostic[] = [];
  readonly #shapes = new Map<string, readonly Dim[] | undefined>();
  readonly #symbols = new Map<string, string>();
  readonly #names = new Map<string, string>();
  readonly #values = new Map<string, number>();
  #next = 0;

  constructor(
    inputs: readonly OnnxValueInfo[],
    options: DimOptions,
    implied: ImpliedDims = new Map(),
  ) {
    const named = new Map(inputs.map((input) => [input.name, axisNames(input)] as const));
    for (const names of named.values()) for (const name of names ?? []) this.#register(name);
    this.#bindGiven(options.dims ?? new Map());
    this.#bindSamples(inputs, named, options);
    for (const [name, size] of implied) if (!this.#values.has(name)) this.#values.set(name, size);
    const unranked: string[] = [];
    for (const input of inputs) {
      const axes = named.get(input.name);
      const sample = options.inputShapes?.get(input.name);
      if (axes === undefined && sample === undefined) unranked.push(input.name);
      const shape = axes?.map((axis) => (typeof axis === 'number' ? axis : this.#dim(axis)));
      this.#shapes.set(input.name, shape ?? sample);
    }
    if (unranked.length > 0) this.diagnostics.push(unknownRank(unranked));
  }

  /** The shape of a graph input with bound dims as numbers; undefined where its rank is unknown. */
  shapeOf(input: string): readonly Dim[] | undefined {
    return this.#shapes.get(input);
  }

  /** All named dims in the order in which the inputs mention them. */
  get bindings(): readonly DimBinding[] {
    return Array.from(this.#symbols, ([name, symbolName]) => ({
      name,
      symbol: symbolName,
      value: this.#values.get(name),
    }));
  }

  unbound(): readonly string[] {
    return [...this.#symbols.keys()].filter((name) => !this.#values.has(name));
  }

  /** The model's name of a symbol. */
  nameOf(symbolName: string): string {
    return this.#names.get(symbolName) ?? symbolName;
  }

  #register(axis: string | number): void {
    if (typeof axis === 'number' || this.#symbols.has(axis)) return;
    let symbolName = isSafe(axis) ? axis : `dim${this.#next++}`;
    while (this.#names.has(symbolName)) symbolName = `dim${this.#next++}`;
    this.#symbols.set(axis, symbolName);
    this.#names.set(symbolName, axis);
  }

  #dim(name: string): Dim {
    return this.#values.get(name) ?? symbol(this.#symbols.get(name) ?? name);
  }

  #bindGiven(dims: ReadonlyMap<string, number>): void {
    for (const [name, value] of dims) {
      if (!this.#symbols.has(name)) {
        this.diagnostics.push(unknownDim(name, [...this.#symbols.keys()]));
      } else if (!Number.isSafeInteger(value) || value < 1) {
        this.diagnostics.push(badDimValue(name, value));
      } else this.#values.set(name, value);
    }
  }

  #bindSamples(
    inputs: readonly OnnxValueInfo[],
    named: ReadonlyMap<string, readonly (string | number)[] | undefined>,
    options: DimOptions,
  ): void {
    for (const [name, shape] of options.inputShapes ?? []) {
      const input = inputs.find((candidate) => candidate.name === name);
      if (input === undefined) {
        const known = inputs.map((candidate) => candidate.name);
        if (options.samplesAreInputs !== true) this.diagnostics.push(unknownSample(name, known));
        continue;
      }
      const axes = named.get(name) ?? shape;
      const fits =
        axes.length === shape.length &&
        axes.every((axis, index) => typeof axis === 'string' || axis === shape[index]);
      if (!fits) {
        this.diagnostics.push(
          inputShapeMismatch(name, `[${axes.join(',')}]`, `[${shape.join(',')}]`),
        );
        continue;
      }
      shape.forEach((size, index) => {
        const axis = axes[index];
        if (typeof axis === 'string') this.#bindSample(axis, size, `axis ${index} of ${name}`);
      });
    }
  }

  #bindSample(name: string, size: number, where: string): void {
    const before = this.#values.get(name);
    if (before === undefined) this.#values.set(name, size);
    else if (before !== size) this.diagnostics.push(dimConflict(name, before, size, where));
  }
}

/** A number where the axis is fixed, else the name of its dim; undefined where the rank is unknown. */
function axisNames(input: OnnxValueInfo): readonly (string | number)[] | undefined {
  return input.shape?.map((axis, index) =>
    axis === undefined || axis === '' ? `${input.name}.${index}` : axis,
  );
}
