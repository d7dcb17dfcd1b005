/** What the reader knows of an operation: its signature by opset, the types it gives, and its meaning. */

import type { ElementType } from '../elements.ts';
import type { TensorType } from '../spec.ts';
import type { MilTensor, NumberArray, StaticType } from '../tensor.ts';

/** The operands of one operation while its types are inferred. */
export interface Operands {
  /** 5 for CoreML5 and so on. */
  readonly opset: number;
  readonly has: (input: string) => boolean;
  readonly type: (input: string) => TensorType;
  /** The members of a tuple. */
  readonly types: (input: string) => readonly TensorType[];
  readonly isConst: (input: string) => boolean;
  /** What a `const` gives, and no constexpr operation. */
  readonly isLiteral: (input: string) => boolean;
  /** The elements, where they are known before the program runs; those of an absent operand are not. */
  readonly numbers: (input: string) => readonly number[] | undefined;
  readonly elements: (input: string) => NumberArray | undefined;
  readonly text: (input: string) => string | undefined;
  readonly fail: (what: string, hint?: string) => never;
}

/** The same while the program runs, when every value is known. */
export interface Values extends Operands {
  readonly tensor: (input: string) => MilTensor;
  readonly tensors: (input: string) => readonly MilTensor[];
}

export type Opset = 5 | 6 | 7 | 8;

export interface OpDefinition {
  /**
   * By the opset from which each holds, as `name:domain` with `!` where the operand must be const, `?` where it may
   * be left out and `=` where it has a default that must be written all the same; the letters of domains follow `|`.
   */
  readonly signatures: Readonly<Partial<Record<Opset, string>>>;
  /** Where parameters are attributes of the operation instead of operands: in signatures before this opset. */
  readonly attributesBefore?: Opset;
  /** Operands whose elements `infer` asks for whatever their number. */
  readonly examines?: readonly string[];
  readonly infer: (op: Operands) => readonly TensorType[];
  /** Refuses what runs all the same, but is documented nowhere; asked of packages that are to be safe. */
  readonly documented?: (op: Operands) => void;
  /** `outputs` are the types that `infer` gave for the operands' actual shapes. */
  readonly evaluate: (op: Values, outputs: readonly StaticType[]) => readonly NumberArray[];
}

export type OpTable = Readonly<Record<string, OpDefinition>>;

export function tensorOf(dtype: ElementType, shape: TensorType['shape']): TensorType {
  return { kind: 'tensor', dtype, shape };
}

/** A parameter that holds one number. */
export function numberOf(op: Operands, input: string, otherwise: number): number {
  return scalarOf(op, input) ?? otherwise;
}

/** The same where it need not be known, or has no default. */
export function scalarOf(op: Operands, input: string): number | undefined {
  needParameter(op, input, 0);
  return op.numbers(input)?.[0];
}

/** Refuses lists where one number is meant, which nothing else in `infer` asks for. */
export function needScalars(op: Operands, ...inputs: readonly string[]): void {
  for (const input of inputs) needParameter(op, input, 0);
}

/** A parameter that holds a list of numbers. */
export function listOf(op: Operands, input: string): readonly number[] | undefined {
  needParameter(op, input, 1);
  return op.numbers(input);
}

function needParameter(op: Operands, input: string, rank: 0 | 1): void {
  const own = op.has(input) ? op.type(input).shape.length : rank;
  if (own !== rank)
    op.fail(`${input} has rank ${own}, it is a ${rank === 0 ? 'scalar' : 'vector'}`);
}

export function flagOf(op: Operands, input: string, otherwise: boolean): boolean {
  return numberOf(op, input, otherwise ? 1 : 0) !== 0;
}

/** A word out of a fixed list. */
export function wordOf<W extends string>(
  op: Operands,
  input: string,
  words: readonly W[],
  otherwise: W,
): W {
  needParameter(op, input, 0);
  const text = op.text(input);
  if (text === undefined) return otherwise;
  const word = words.find((known) => known === text);
  if (word !== undefined) return word;
  return op.fail(`${input} is ${JSON.stringify(text)}`, `use one of ${words.join(', ')}`);
}

/** An axis counted from the front; `rank` is that of the tensor it belongs to. */
export function axisOf(op: Operands, input: string, axis: number, rank: number): number {
  if (!Number.isInteger(axis) || axis < -rank || axis >= rank) {
    op.fail(`${input} ${axis} is no axis of a tensor of rank ${rank}`);
  }
  return axis < 0 ? axis + rank : axis;
}

/** Each axis once, counted from the front. */
export function axesOf(
  op: Operands,
  input: string,
  axes: readonly number[],
  rank: number,
): number[] {
  const found = axes.map((axis) => axisOf(op, input, axis, rank));
  if (new Set(found).size !== found.length)
    op.fail(`${input} [${axes.join(', ')}] repeats an axis`);
  return found;
}
