/** What the guard found and did, as plain data for the manifest and for reports. */

import type { Node } from '../../ir/graph.ts';
import type { GuardMode, HalfArithmetic } from './halves.ts';
import { LARGEST_HALF, LIMIT, SAFETY } from './halves.ts';
import type { Site, SiteKind, Verdict } from './sites.ts';

export type Repair = 'scores' | 'norm' | 'factor' | 'island';

export interface GuardSite {
  /** The model's node, or the op where it has none. */
  readonly node: string;
  readonly op: string;
  /** All of the model's nodes that it stands for. */
  readonly origin: readonly string[];
  readonly kind: SiteKind;
  /** No number is larger; null where none is known. */
  readonly bound: number | null;
  /** The largest, or a bound of it, on calibration data. */
  readonly observed?: number;
  readonly verdict: Verdict;
  /** How many times larger than observed a number may be. */
  readonly margin?: number;
  readonly repair?: Repair;
  /** What was done, in words. */
  readonly reason?: string;
}

export interface GuardWeight {
  readonly name: string;
  readonly nodes: readonly string[];
  readonly elements: number;
  /** Elements that fp16 cannot hold, and those that become 0. */
  readonly beyond: number;
  readonly vanished: number;
  readonly largest: number;
}

export interface GuardReport {
  readonly mode: GuardMode;
  readonly limit: number;
  readonly safety: number;
  readonly arithmetic: HalfArithmetic;
  readonly calibrated: boolean;
  /** All places, by verdict, as the graph is now. */
  readonly counts: Readonly<Record<Verdict, number>>;
  /** Places that are neither shown to be safe nor computed in fp32. */
  readonly left: number;
  /** Nodes that compute in fp32 because of the guard. */
  readonly islands: number;
  /** What was repaired, what is left, and what comes nearest to the limit. */
  readonly sites: readonly GuardSite[];
  /** Where there are more than are listed. */
  readonly unlisted?: number;
  readonly weights: readonly GuardWeight[];
  /** Inputs of which no range is known. */
  readonly unbounded: readonly string[];
}

function nameOf(node: Node): string {
  return node.origin.onnx[0] ?? node.results[0]?.name ?? node.op.name;
}

const rounded = (number: number): number => Number(number.toPrecision(4));

export function entryOf(
  site: Site,
  done?: { readonly repair: Repair; readonly reason: string },
): GuardSite {
  const { node, kind, bound, observed, verdict } = site;
  return {
    node: nameOf(node),
    op: node.op.name,
    origin: node.origin.onnx,
    kind,
    bound: Number.isFinite(bound) ? rounded(bound) : null,
    ...(observed !== undefined && { observed: rounded(observed) }),
    verdict,
    ...(observed !== undefined && observed > 0 && { margin: rounded(LARGEST_HALF / observed) }),
    ...done,
  };
}

/** Entries of a kind in a manifest. */
const MOST_LEFT = 200;
const NEAREST = 20;

export interface ReportParts {
  readonly mode: GuardMode;
  readonly arithmetic: HalfArithmetic;
  readonly calibrated: boolean;
  readonly sites: readonly Site[];
  readonly repaired: readonly GuardSite[];
  readonly islands: number;
  readonly weights: readonly GuardWeight[];
  readonly unbounded: readonly string[];
}

export function reportOf({ sites, repaired, arithmetic, ...rest }: ReportParts): GuardReport {
  const of = (verdict: Verdict): readonly Site[] =>
    sites.filter((site) => site.verdict === verdict);
  const left = of('risk');
  const size = ({ bound, observed }: Site): number => observed ?? bound;
  const nearest = [...of('calibration'), ...of('interval')].toSorted((a, b) => size(b) - size(a));
  const listed = [
    ...repaired.slice(0, MOST_LEFT),
    ...left.slice(0, MOST_LEFT).map((site) => entryOf(site)),
  ];
  const unlisted = repaired.length + left.length - listed.length;
  return {
    ...rest,
    limit: LIMIT,
    safety: SAFETY,
    arithmetic,
    counts: {
      interval: of('interval').length,
      calibration: of('calibration').length,
      risk: left.length,
    },
    left: left.length,
    sites: [...listed, ...nearest.slice(0, NEAREST).map((site) => entryOf(site))],
    ...(unlisted > 0 && { unlisted }),
  };
}
