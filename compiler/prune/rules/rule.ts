/** What an op says of the channels of its operands and results, for shared code that names no op. */

import type { AttributeMap } from '../../../ir/define.ts';
import type { Dim } from '../../../ir/dim.ts';
import type { Node, Value } from '../../../ir/graph.ts';
import type { Axis, Layout } from '../axes.ts';
import type { Relations } from '../relations.ts';

/** A weight that computes channels or reads them, along one of its axes. */
export interface WeightAxis {
  readonly node: Node;
  readonly weight: Value;
  readonly axis: number;
}

export interface RelateContext {
  readonly relations: Relations;
  readonly layout: (value: Value) => Layout;
  /** A constant, or computed from constants alone. */
  readonly isParameter: (value: Value) => boolean;
  /** The axis of the weight is a result's channels. */
  readonly produces: (use: WeightAxis) => void;
  /** The node sums over the axis of the weight and that of `input`. */
  readonly consumes: (
    use: WeightAxis & { readonly input: Value; readonly inputAxis: number },
  ) => void;
}

export interface ResizeContext {
  readonly layout: (value: Value) => Layout;
  readonly shape: (value: Value) => readonly Dim[];
  /** Whether each element of an axis stays; undefined where all do. */
  readonly kept: (axis: Axis) => readonly boolean[] | undefined;
  /** Groups of norms that would be left with one channel each become half as many. */
  readonly joinsNormGroups: boolean;
}

/** For ops whose composite decomposition, or trait `pointwise`, does not say it all. */
export interface ChannelRule {
  /** Equates channels, and gives the layouts of the results. */
  readonly relate: (node: Node, context: RelateContext) => readonly Layout[];
  /** Attributes for fewer channels; they stay as they are when absent. */
  readonly resize?: (node: Node, context: ResizeContext) => AttributeMap;
}
