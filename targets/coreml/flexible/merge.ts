/** Makes one function out of a model's functions at several sizes: dims that differ become flexible. */

import { DiagnosticError } from '../../../ir/diagnostics.ts';
import { differentLiterals, differentPrograms } from '../diagnostics.ts';
import { isTuple, membersOf } from '../package/literals-of.ts';
import type {
  Argument,
  FlexibleShapes,
  Immediate,
  Literal,
  MilFunction,
  MilOperation,
  MilValue,
} from '../syntax.ts';
import { ints, isLiteral } from '../terms.ts';
import { beginningsOf } from './beginnings.ts';
import { multiplesOf } from './multiples.ts';
import { Samples } from './samples.ts';
import type { SizeList } from './samples.ts';
import { SizeValues, isConstant } from './size-values.ts';

/** Inputs that Core ML takes from other operations, by the operations that have them. */
const DYNAMIC: Readonly<Record<string, readonly string[]>> = {
  reshape: ['shape'],
  tile: ['reps'],
  slice_by_index: ['begin', 'end'],
  slice_by_size: ['begin', 'size'],
  fill: ['shape'],
  pad: ['pad'],
  add: ['x', 'y'],
  sub: ['x', 'y'],
  mul: ['x', 'y'],
  less: ['x', 'y'],
};

/** How values of several shapes are declared, where the functions are those at the model's own sizes. */
type Declare = (shapes: readonly (readonly number[])[]) => FlexibleShapes;

/** Throws a DiagnosticError where the functions differ in more than sizes that follow from the inputs'. */
export function mergeFunctions(functions: readonly MilFunction[], declare?: Declare): MilFunction {
  return new Merge(new Samples(functions), declare).run();
}

class Merge {
  readonly #samples: Samples;
  readonly #values = new Map<MilValue, MilValue>();
  readonly #operations: MilOperation[] = [];
  readonly #sizes: SizeValues;
  readonly #declare: Declare | undefined;

  constructor(samples: Samples, declare: Declare | undefined) {
    this.#samples = samples;
    this.#declare = declare;
    this.#sizes = new SizeValues(
      samples,
      (value) => this.#merged(value),
      (operation) => this.#operations.push(operation),
    );
  }

  run(): MilFunction {
    const { usual } = this.#samples;
    for (const { value } of usual.inputs) this.#sizes.add(value);
    for (const [at, operation] of usual.operations.entries()) {
      this.#operation(operation, this.#samples.operations(at));
    }
    const port = <P extends { readonly value: MilValue }>(one: P): P => ({
      ...one,
      value: this.#merged(one.value),
    });
    return {
      name: usual.name,
      inputs: usual.inputs.map(port),
      outputs: usual.outputs.map(port),
      operations: this.#operations,
    };
  }

  #merged(value: MilValue): MilValue {
    const merged = this.#values.get(value) ?? this.#together(value);
    this.#values.set(value, merged);
    return merged;
  }

  #together(value: MilValue): MilValue {
    const type = this.#samples.typeOf(value);
    if (this.#declare === undefined || !type.shape.includes(undefined)) return { type };
    return { type, shapes: this.#declare(this.#samples.shapes(value)) };
  }

  #operation(usual: MilOperation, all: readonly MilOperation[]): void {
    const inputs: Record<string, Argument> = {};
    for (const [name, argument] of Object.entries(usual.inputs)) {
      const others = all.map((operation) => membersOf(operation.inputs[name] ?? []));
      const members = membersOf(argument).map((member, index) =>
        this.#member(
          usual,
          name,
          others.map((list) => list[index] ?? member),
        ),
      );
      const [only] = members;
      inputs[name] = isTuple(argument) || only === undefined ? members : only;
    }
    const own = Object.entries(usual.attributes ?? {});
    for (const [name] of own) {
      const literals = all.flatMap(({ attributes }) => attributes?.[name] ?? []);
      if (!this.#samples.areEqual(literals)) throw this.#differs(usual, name);
    }
    const outputs = usual.outputs.map((output) => this.#merged(output));
    this.#operations.push({ ...usual, inputs, outputs });
    for (const output of usual.outputs) this.#sizes.add(output);
  }

  #member(
    operation: MilOperation,
    name: string,
    members: readonly (MilValue | Literal)[],
  ): MilValue | Literal {
    const [usual] = members;
    if (usual === undefined) throw new DiagnosticError(differentPrograms(operation));
    if (!isLiteral(usual)) {
      if (this.#samples.areTogether(members)) return this.#merged(usual);
      throw new DiagnosticError(differentPrograms(operation));
    }
    const literals = members.filter((member) => isLiteral(member));
    if (this.#samples.areEqual(literals)) return usual;
    const lists = sizeLists(literals);
    if (lists === undefined || DYNAMIC[operation.type]?.includes(name) !== true) {
      return this.#beginning(operation, name, literals);
    }
    const reshapes = operation.type === 'reshape';
    const inferred = reshapes ? this.#inferred(operation, lists) : undefined;
    const value = inferred ?? this.#sizes.vector(lists, operation.origin, reshapes ? 1 : 0);
    if (value === undefined) throw this.#differs(operation, name);
    return value;
  }

  /** The constant at the largest size, cut to the size that there is. */
  #beginning(operation: MilOperation, name: string, literals: readonly Literal[]): MilValue {
    const { origin } = operation;
    const multiples = beginningsOf(literals) === undefined ? multiplesOf(literals) : undefined;
    const found = beginningsOf(multiples?.literals ?? literals);
    const end = found && this.#sizes.vector(found.sizes, origin, 0);
    const factor = multiples && this.#sizes.vector([multiples.factors], origin, 0);
    const unknown = multiples !== undefined && factor === undefined;
    if (found === undefined || end === undefined || unknown) throw this.#differs(operation, name);
    const { whole, sizes } = found;
    const shape = sizes.map((list) => (isConstant(list) ? list[0] : undefined));
    const write = (type: string, inputs: MilOperation['inputs']): MilValue => {
      const output: MilValue = { type: { dtype: whole.type.dtype, shape } };
      this.#operations.push({ type, inputs, outputs: [output], origin });
      return output;
    };
    const begin = ints(sizes.map(() => 0));
    const cut = write('slice_by_index', { x: whole, begin, end });
    return factor === undefined ? cut : write('mul', { x: cut, y: factor });
  }

  /** A shape whose flexible sizes Core ML finds by itself: 0 is the size of an input of equal rank, -1 what is left. */
  #inferred({ inputs }: MilOperation, lists: readonly SizeList[]): Immediate | undefined {
    const { x } = inputs;
    if (x === undefined || isTuple(x) || isLiteral(x)) return undefined;
    const sameRank = x.type.shape.length === lists.length;
    const values = lists.map((sizes, axis) => {
      if (isConstant(sizes)) return sizes[0] ?? 0;
      const stays = sameRank && String(this.#samples.sizes(x, axis)) === String(sizes);
      return stays ? 0 : -1;
    });
    return values.filter((size) => size === -1).length <= 1 ? ints(values) : undefined;
  }

  #differs(operation: MilOperation, name: string): DiagnosticError {
    return new DiagnosticError(differentLiterals(operation, name));
  }
}

/** The elements of int32 vectors and scalars, place by place; undefined for other literals, and for lengths that differ. */
function sizeLists(literals: readonly Literal[]): readonly SizeList[] | undefined {
  const vectors = literals.map((literal) =>
    literal.kind === 'immediate' && literal.type.dtype === 'int32' && literal.type.shape.length <= 1
      ? literal.values.map(Number)
      : undefined,
  );
  const [usual] = vectors;
  if (usual === undefined) return undefined;
  if (vectors.some((vector) => vector?.length !== usual.length)) return undefined;
  return usual.map((_, at) => vectors.map((vector) => vector?.[at] ?? 0));
}
