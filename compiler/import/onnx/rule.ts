/** defineRule, the way to import an ONNX operator that a mapping in an op file cannot express. */

import type { BuilderBase, OpMethods } from '../../../ir/builder.ts';
import type { Constant } from '../../../ir/constant.ts';
import type { Diagnostic, Place } from '../../../ir/diagnostics.ts';
import type { Dim } from '../../../ir/dim.ts';
import type { Value } from '../../../ir/graph.ts';
import type { BuiltinOps } from '../../../ir/ops/index.ts';
import type { Tensor } from '../../../ir/tensor.ts';
import type { NodeAttributes } from './attributes.ts';
import type { OnnxGraph, OnnxNode } from './model.ts';

/** Makes nodes; those whose operands are small constants are computed at once and become constants. */
export type ImportBuilder = BuilderBase & OpMethods<BuiltinOps>;

/** One node of the model, as a rule sees it. Inputs and outputs count from 0. */
export interface RuleContext {
  readonly node: OnnxNode;
  /** The version of the node's operator set. */
  readonly opset: number;
  readonly place: Place;
  readonly b: ImportBuilder;
  readonly attributes: NodeAttributes;
  /** Inputs up to the last one that is present. */
  readonly inputCount: number;
  /** Throws a diagnostic if the input is absent. */
  input(index: number): Value;
  optional(index: number): Value | undefined;
  /** All inputs; none may be absent. */
  inputs(): readonly Value[];
  /** The numbers of a value if they are known now; throws where they only wait for unbound dims. */
  known(value: Value): Tensor | undefined;
  /** The value of an input that must be known now; `what` names it in the diagnostic. */
  constant(index: number, what: string): Tensor;
  optionalConstant(index: number, what: string): Tensor | undefined;
  /** The same as exact integers; those beyond 2^53 are clamped to it, as ends of slices are written. */
  ints(index: number, what: string): readonly number[];
  /** A list of sizes that may still depend on unbound dims. */
  dims(index: number, what: string): readonly Dim[];
  /** A list of sizes as a tensor of the graph. */
  shapeValue(dims: readonly Dim[]): Value;
  /** The elements of an input that is a sequence. */
  sequence(index: number): readonly Value[];
  /** A value that only rules of sequence operators may read. */
  sequenceOf(items: readonly Value[]): Value;
  /** A tensor of an attribute as a value. */
  embed(constant: Constant): Value;
  /** Whether anything reads this output. */
  wants(output: number): boolean;
  /** Says that a dim can only have this size, as a weight has it; the dim is then bound to it. */
  implies(dim: Dim, size: Dim): void;
  /** A number for this node, the same in every run: the seed of a random operator without one. */
  readonly serial: number;
  warn(diagnostic: Diagnostic): void;
}

/** Asks the converter to convert a nested graph in place of the node. */
export interface Inline {
  readonly kind: 'inline';
  readonly graph: OnnxGraph;
  /** Values of the nested graph's inputs, by position. */
  readonly inputs: readonly Value[];
  /** Goes before the names of what is inlined. */
  readonly label: string;
  /** From the nested graph's outputs to the node's, or to the next graph to inline. */
  readonly finish: (outputs: readonly Value[]) => RuleResult;
}

/** A rule may leave outputs undefined; if one of them is wanted, the node is refused. */
export type RuleResult = Value | Inline | readonly (Value | undefined)[];

export interface ImportRule {
  /** ONNX's name of the operator. */
  readonly op: string;
  /** The default domain when absent. */
  readonly domain?: string;
  /** First and last opset version that the rule understands. */
  readonly since: number;
  readonly until?: number;
  readonly convert: (node: RuleContext) => RuleResult;
}

export function defineRule(rule: ImportRule): ImportRule {
  return rule;
}

export function isInline(result: RuleResult): result is Inline {
  return 'kind' in result && result.kind === 'inline';
}
