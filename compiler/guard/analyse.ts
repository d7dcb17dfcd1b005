/** Walks a graph once and finds bounds of every value, from those of inputs and weights. */

import { inlineValue } from '../../ir/constant.ts';
import type { Constant } from '../../ir/constant.ts';
import { decomposeNode } from '../../ir/decompose.ts';
import { Graph } from '../../ir/graph.ts';
import type { Node, Value } from '../../ir/graph.ts';
import { namedOperands } from '../../ir/operands.ts';
import { toNumbers } from '../../ir/tensor.ts';
import { DTYPES } from '../../ir/types.ts';
import type { DType } from '../../ir/types.ts';
import { UNKNOWN, unmasked } from './range.ts';
import type { Range } from './range.ts';
import { ruleOf } from './rules/index.ts';
import type { RangeContext } from './rules/rule.ts';
import type { WeightMeasures } from './statistics.ts';

export interface Known {
  /** Bounds of inputs by their names. */
  readonly inputs: ReadonlyMap<string, Range>;
  readonly measures: WeightMeasures;
}

/** Bounds of what the graph computes, and of its inputs and constants. Every weight has been measured before. */
export function analyseRanges(graph: Graph, known: Known): RangeContext {
  const analysis = new Analysis(known.measures);
  for (const input of graph.inputs) {
    const given = known.inputs.get(input.name ?? '');
    analysis.set(input, given ?? (input.type.dtype === 'bool' ? { low: 0, high: 1 } : UNKNOWN));
  }
  for (const node of graph.nodes()) analysis.node(node);
  return analysis;
}

class Analysis implements RangeContext {
  readonly #ranges = new Map<Value, Range>();
  readonly #measures: WeightMeasures;

  constructor(measures: WeightMeasures) {
    this.#measures = measures;
  }

  readonly range = (value: Value): Range => {
    const known = this.#ranges.get(value);
    if (known !== undefined) return known;
    if (value.constant === undefined) throw new Error('a value is used before its definition');
    const made = rangeOfConstant(value.constant, this.#measures);
    this.#ranges.set(value, made);
    return made;
  };

  readonly rows: RangeContext['rows'] = ({ constant }, axis) =>
    constant && this.#measures.rows(constant, axis);

  set(value: Value, range: Range): void {
    this.#ranges.set(value, typed(range, value.type.dtype));
  }

  node(node: Node): void {
    const ranges = this.#results(node);
    node.results.forEach((result, index) => this.set(result, ranges[index] ?? UNKNOWN));
  }

  #results(node: Node): readonly Range[] {
    const { op, attributes } = node;
    const rule = ruleOf(op);
    if (rule !== undefined) return rule.results(node, this);
    if (op.range !== undefined) {
      const operands = node.operands.map((operand) => operand && unmasked(this.range(operand)));
      return op.range(namedOperands(op, operands), attributes);
    }
    return op.decompose === undefined ? [] : this.#decomposed(node);
  }

  /** What the core ops of a composite one say. */
  #decomposed(node: Node): readonly Range[] {
    const scratch = new Graph(node.op.name);
    const operands = node.operands.map((operand, index) => {
      if (operand === undefined) return undefined;
      if (operand.constant !== undefined) return scratch.addConstant(operand.constant);
      const twin = scratch.addInput(`x${index}`, operand.type);
      this.set(twin, this.range(operand));
      return twin;
    });
    const { op, attributes, origin } = node;
    const made = scratch.insert({ op, operands: namedOperands(op, operands), attributes, origin });
    scratch.setOutputs(made.results.map((value, index) => ({ name: `${index}`, value })));
    decomposeNode(scratch, made);
    for (const inner of scratch.nodes()) this.node(inner);
    return scratch.outputs.map(({ value }) => this.range(value));
  }
}

/** Integers wrap, and narrow floats are rounded more. */
function typed(range: Range, dtype: DType): Range {
  const { kind, bits } = DTYPES[dtype];
  if (kind === 'bool') return { low: 0, high: 1 };
  if (kind !== 'float') {
    const [least, most] =
      kind === 'uint' ? [0, 2 ** bits - 1] : [-(2 ** (bits - 1)), 2 ** (bits - 1) - 1];
    const [low, high] = [Math.floor(range.low), Math.ceil(range.high)];
    return low >= least && high <= most ? { low, high } : { low: least, high: most };
  }
  if (bits > 16) return range;
  const by = 2 ** (dtype === 'f16' ? -10 : -7);
  const largest = dtype === 'f16' ? 65504 : Infinity;
  const outwards = (number: number, sign: number): number => {
    const moved = number + sign * (Math.abs(number) * by + 2 ** -24);
    return Math.abs(moved) > largest ? sign * Infinity : moved;
  };
  return { low: outwards(range.low, -1), high: outwards(range.high, 1), masks: range.masks };
}

/** As low as fp16 goes, or lower: nothing that a softmax reads beside it makes it count. */
const HIDDEN = -65504;
/** A mask is not larger: a tensor of so low numbers is a weight. */
const LARGEST_MASK = 1 << 22;

function rangeOfConstant(constant: Constant, measures: WeightMeasures): Range {
  const { dtype, shape } = constant.type;
  const value = inlineValue(constant, LARGEST_MASK);
  if (value !== undefined) {
    const elements = toNumbers(value);
    const seen = elements.filter((element) => !(element <= HIDDEN));
    if (seen.length === 0) return { low: 0, high: 0, masks: elements.length > 0 };
    if (seen.some((element) => Number.isNaN(element))) return UNKNOWN;
    if (seen.length < elements.length) return { ...boundsOf(seen), masks: true };
    const root = Math.sqrt(seen.reduce((sum, element) => sum + element * element, 0));
    const energy = { axes: shape.map((_, axis) => axis), bound: root * (1 + 2 ** -20) };
    return DTYPES[dtype].kind === 'float' ? { ...boundsOf(seen), energy } : boundsOf(seen);
  }
  const found = measures.of(constant, undefined);
  if (found === undefined || found.infinite > 0) return UNKNOWN;
  const energy = { axes: shape.map((_, axis) => axis), bound: found.root * (1 + 2 ** -20) };
  return { low: -found.largest, high: found.largest, energy };
}

function boundsOf(elements: readonly number[]): Range {
  let [low, high] = [Infinity, -Infinity];
  for (const element of elements) {
    if (element < low) low = element;
    if (element > high) high = element;
  }
  return { low, high };
}
