/** Declarative rewrite rules: a pattern over ops with typed captures, and what to build instead. */

import type { AttributeMap } from './define.ts';
import { inlineValue } from './constant.ts';
import type { Graph, Node, Value } from './graph.ts';
import { hasTrait } from './define.ts';
import { getElement } from './tensor.ts';
import { roundTo } from './element.ts';
import type { Tensor } from './tensor.ts';

/** What a capture yields once its pattern has matched. */
export interface Capture<T> {
  readonly pattern: Pattern;
  /** Reads the captured thing out of a matched value; undefined refuses the match. */
  readonly read: (value: Value) => T | undefined;
}

export type Pattern = NodePattern | LeafPattern | EitherPattern;

export interface NodePattern {
  readonly kind: 'node';
  readonly op: string;
  readonly operands: readonly PatternLike[];
  readonly accepts: (attributes: AttributeMap, node: Node) => boolean;
}

interface LeafPattern {
  readonly kind: 'leaf';
  readonly accepts: (value: Value) => boolean;
  /** A number that is accepted, for those who make graphs that match. */
  readonly example?: number;
}

interface EitherPattern {
  readonly kind: 'either';
  readonly choices: readonly PatternLike[];
}

export type PatternLike = Pattern | Capture<unknown>;

/** A node of the op with just these operands. Commutative ops match in both orders. */
export function node(
  op: string,
  operands: readonly PatternLike[],
  accepts: NodePattern['accepts'] = () => true,
): NodePattern {
  return { kind: 'node', op, operands, accepts };
}

/** The first of the patterns that matches. */
export function either(...choices: readonly PatternLike[]): EitherPattern {
  return { kind: 'either', choices };
}

/** Any value; used twice in a pattern it must be the same value (or an equal small constant). */
export function anyValue(accepts: (value: Value) => boolean = () => true): Capture<Value> {
  return { pattern: { kind: 'leaf', accepts }, read: (value) => value };
}

/** A constant, whatever its source. */
export function anyConstant(): Capture<Value> {
  return anyValue((value) => value.constant !== undefined);
}

/** A small constant that is in memory. */
export function smallConstant(): Capture<Tensor> {
  const read = (value: Value): Tensor | undefined =>
    value.constant === undefined ? undefined : inlineValue(value.constant);
  return { pattern: { kind: 'leaf', accepts: (value) => read(value) !== undefined }, read };
}

/**
 * A constant whose elements are all one number; that of `expected` where that is given, or close to it if fp16 does
 * not hold it exactly, so that exporters write it with more or fewer digits.
 */
export function scalar(
  expected?: number,
  tolerance = expected === undefined || roundTo('f16', expected) === expected ? 0 : 1e-3,
): Capture<number> {
  const accepts = (value: Value): boolean => {
    const number = uniformValue(value);
    if (number === undefined) return false;
    if (expected === undefined) return true;
    return Math.abs(number - expected) <= tolerance * Math.max(1e-9, Math.abs(expected));
  };
  const example = expected === undefined ? {} : { example: expected };
  return { pattern: { kind: 'leaf', accepts, ...example }, read: uniformValue };
}

/** Captures the node itself, for its attributes and types. */
export function capturedNode(pattern: NodePattern): Capture<Node> {
  return { pattern, read: (value) => value.producer };
}

/** The number that all elements of a small constant equal. */
export function uniformValue(value: Value): number | undefined {
  const { constant } = value;
  if (constant === undefined) return undefined;
  if (constant.source.kind === 'splat') return Number(constant.source.value);
  const tensor = inlineValue(constant);
  if (tensor === undefined || tensor.data.length === 0) return undefined;
  const first = Number(getElement(tensor, 0));
  for (let index = 1; index < tensor.data.length; index++) {
    if (Number(getElement(tensor, index)) !== first) return undefined;
  }
  return first;
}

/** A successful match: what each capture holds, and the nodes that the pattern spans, root first. */
export interface Match {
  readonly get: <T>(capture: Capture<T>) => T;
  readonly nodes: readonly Node[];
}

export interface MatchOptions {
  /**
   * Inner nodes may be read outside the match. Otherwise only the root may, since a rewrite would compute
   * the others twice.
   */
  readonly shared?: boolean;
  /** Its outputs are readers too. */
  readonly graph?: Graph;
}

/** Matches a pattern at a node. */
export function matchNode(
  pattern: NodePattern,
  root: Node,
  { shared = false, graph }: MatchOptions = {},
): Match | undefined {
  let found: Match | undefined;
  matchProducer(pattern, root, EMPTY, (state) => {
    const match = finish(state);
    if (match === undefined) return false;
    if (!shared && readOutside(match.nodes, graph)) return false;
    found = match;
    return true;
  });
  return found;
}

interface State {
  readonly bound: readonly (readonly [PatternLike, Value])[];
  readonly nodes: readonly Node[];
}
const EMPTY: State = { bound: [], nodes: [] };
/** Called with each way to match; true ends the search. */
type Continue = (state: State) => boolean;

function matchValue(like: PatternLike, value: Value, state: State, next: Continue): boolean {
  const known = state.bound.find(([pattern]) => pattern === like);
  if (known !== undefined) return sameValue(known[1], value) && next(state);
  const bound: State = { ...state, bound: [...state.bound, [like, value]] };
  const pattern = 'pattern' in like ? like.pattern : like;
  switch (pattern.kind) {
    case 'leaf':
      return pattern.accepts(value) && next(bound);
    case 'either':
      return pattern.choices.some((choice) => matchValue(choice, value, bound, next));
    case 'node': {
      const { producer } = value;
      return (
        producer !== undefined &&
        producer.results[0] === value &&
        matchProducer(pattern, producer, bound, next)
      );
    }
  }
}

function matchProducer(pattern: NodePattern, at: Node, state: State, next: Continue): boolean {
  if (at.op.name !== pattern.op || !pattern.accepts(at.attributes, at)) return false;
  if (at.operands.length !== pattern.operands.length) return false;
  const nodes = state.nodes.includes(at) ? state.nodes : [...state.nodes, at];
  const inner: State = { ...state, nodes };
  if (matchOperands(pattern.operands, at.operands, inner, next)) return true;
  if (!hasTrait(at.op, 'commutative')) return false;
  const [first, second, ...rest] = at.operands;
  return matchOperands(pattern.operands, [second, first, ...rest], inner, next);
}

function matchOperands(
  patterns: readonly PatternLike[],
  operands: readonly (Value | undefined)[],
  state: State,
  next: Continue,
): boolean {
  const [pattern, ...morePatterns] = patterns;
  if (pattern === undefined) return next(state);
  const [operand, ...moreOperands] = operands;
  if (operand === undefined) return false;
  return matchValue(pattern, operand, state, (reached) =>
    matchOperands(morePatterns, moreOperands, reached, next),
  );
}

function finish(state: State): Match | undefined {
  for (const [like, value] of state.bound) {
    if ('pattern' in like && like.read(value) === undefined) return undefined;
  }
  return {
    nodes: state.nodes,
    get: <T>(capture: Capture<T>): T => {
      const value = state.bound.find(([like]) => like === capture)?.[1];
      const read = value === undefined ? undefined : capture.read(value);
      if (read === undefined) throw new Error('the pattern holds no such capture');
      return read;
    },
  };
}

function readOutside(nodes: readonly Node[], graph: Graph | undefined): boolean {
  return nodes
    .slice(1)
    .flatMap((inner) => inner.results)
    .some(
      (result) =>
        [...result.users].some((user) => !nodes.includes(user)) || graph?.isOutput(result) === true,
    );
}

/** The same value, or two small constants of one dtype that hold the same single number. */
function sameValue(a: Value, b: Value): boolean {
  if (a === b) return true;
  const x = uniformValue(a);
  return x !== undefined && x === uniformValue(b) && a.type.dtype === b.type.dtype;
}
