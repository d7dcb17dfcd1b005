/** The places where fp16 could overflow, each with what is known of it. */

import type { Graph, Node, Value } from '../../ir/graph.ts';
import { inlineValue } from '../../ir/constant.ts';
import { isFloat, isMoved, touchesFloats } from './floats.ts';
import { LIMIT, SAFETY } from './halves.ts';
import type { HalfArithmetic } from './halves.ts';
import { magnitude } from './range.ts';
import type { Range } from './range.ts';
import { ruleOf } from './rules/index.ts';
import type { Inner, InnerKind, RangeContext } from './rules/rule.ts';
import type { WeightMeasures } from './statistics.ts';

/** A value as it is stored, one that is known in fp32 where it is read, what is computed on the way, or a weight. */
export type SiteKind = 'value' | 'read' | 'weight' | InnerKind;
export type Verdict = 'interval' | 'calibration' | 'risk';

export interface Site {
  /** Computes the value, or reads it in fp16 where it is known in fp32. */
  readonly node: Node;
  readonly value: Value;
  readonly kind: SiteKind;
  /** No number is larger. */
  readonly bound: number;
  /** The largest, or a bound of it, on calibration data. */
  readonly observed?: number | undefined;
  readonly verdict: Verdict;
}

export interface Look {
  readonly context: RangeContext;
  readonly measures: WeightMeasures;
  /** On calibration data, of values before they are rounded. */
  readonly observed: ReadonlyMap<Value, Range> | undefined;
  /** What computes in fp32 all the same. */
  readonly wide: ReadonlySet<Node>;
  /** Of these what reads weights as they are, too. */
  readonly islands: ReadonlySet<Node>;
  readonly halves: HalfArithmetic;
}

export function findSites(graph: Graph, look: Look): readonly Site[] {
  const sites: Site[] = [];
  for (const node of graph.nodes()) {
    sites.push(...weightSites(node, look));
    if (look.halves.values === 'fp32' || look.wide.has(node) || !touchesFloats(node)) continue;
    sites.push(...readSites(node, look), ...innerSites(node, look), ...valueSites(node, look));
  }
  return sites;
}

/** What the numbers that were seen, or a bound of them, come to with a margin. */
export function expected({ bound, observed }: Pick<Site, 'bound' | 'observed'>): number {
  return observed === undefined ? bound : Math.min(bound, SAFETY * observed);
}

function judged(
  bound: number,
  observed: number | undefined,
): Pick<Site, 'bound' | 'observed' | 'verdict'> {
  const safe =
    bound <= LIMIT ? 'interval' : expected({ bound, observed }) <= LIMIT ? 'calibration' : 'risk';
  return { bound, observed, verdict: safe };
}

function ofValue(
  kind: 'value' | 'read',
  node: Node,
  value: Value,
  { context, observed }: Look,
): Site {
  const seen = observed?.get(value);
  return {
    node,
    value,
    kind,
    ...judged(magnitude(context.range(value)), seen && magnitude(seen)),
  };
}

/** What only moves numbers has those that it reads. */
function valueSites(node: Node, look: Look): readonly Site[] {
  if (isMoved(node)) return [];
  return node.results.filter(isFloat).map((value) => ofValue('value', node, value, look));
}

/** What comes in fp32 is rounded where it is read in fp16. */
function readSites(node: Node, look: Look): readonly Site[] {
  const read = new Set(node.operands);
  return [...read].flatMap((value) => {
    if (value === undefined || value.constant !== undefined || !isFloat(value)) return [];
    const { producer, type } = value;
    const isWide = producer === undefined ? type.dtype !== 'f16' : look.wide.has(producer);
    return isWide ? [ofValue('read', node, value, look)] : [];
  });
}

function innerSites(node: Node, look: Look): readonly Site[] {
  const rule = ruleOf(node.op);
  const [value] = node.results;
  if (rule?.inner === undefined || value === undefined || !isFloat(value)) return [];
  const seen = look.observed && observedContext(look.context, look.observed);
  const observed = seen === undefined ? [] : rule.inner(node, seen);
  return rule.inner(node, look.context).flatMap((inner, index): readonly Site[] => {
    if (!isHalf(inner, look.halves)) return [];
    const { kind, bound } = inner;
    return [{ node, value, kind, ...judged(bound, observed[index]?.bound) }];
  });
}

function isHalf(
  { kind, terms }: Inner,
  { sums, squares, wideSumsFrom = 0 }: HalfArithmetic,
): boolean {
  if (kind === 'square') return squares === 'fp16';
  const isWide = wideSumsFrom > 0 && (terms ?? 0) >= wideSumsFrom;
  return sums === 'fp16' && !isWide;
}

/** Bounds as far as they were seen. */
function observedContext(context: RangeContext, observed: ReadonlyMap<Value, Range>): RangeContext {
  return { ...context, range: (value) => observed.get(value) ?? context.range(value) };
}

/** Small constants are brought to the nearest that fp16 has. */
function weightSites(node: Node, { measures, islands }: Look): readonly Site[] {
  if (islands.has(node)) return [];
  return [...new Set(node.operands)].flatMap((value): readonly Site[] => {
    if (value?.constant === undefined || !isFloat(value)) return [];
    if (inlineValue(value.constant) !== undefined || value.type.dtype === 'f16') return [];
    const found = measures.of(value.constant, undefined);
    if (found === undefined || found.beyond === 0) return [];
    return [{ node, value, kind: 'weight', bound: found.largest, verdict: 'risk' }];
  });
}
