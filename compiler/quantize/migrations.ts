/** Where the scale of an activation can move: from weights that compute it into weights that read it, and nothing else. */

import type { Constant } from '../../ir/constant.ts';
import { resultOf } from '../../ir/graph.ts';
import type { Graph, Node, Value } from '../../ir/graph.ts';
import { geglu } from '../../ir/ops/composite/geglu.ts';
import { group_norm } from '../../ir/ops/composite/group-norm.ts';
import { layer_norm } from '../../ir/ops/composite/layer-norm.ts';
import { add } from '../../ir/ops/core/add.ts';
import { conv } from '../../ir/ops/core/conv.ts';
import { matmul } from '../../ir/ops/core/matmul.ts';
import { normalizeAxis } from '../../ir/shapes.ts';
import { FLOATS } from '../../ir/types.ts';
import { compressedForm } from '../compressed/form.ts';
import { producedBy, soleUser } from '../passes/shared/nodes.ts';
import { isChosen, layerOf, namesOf } from './sites.ts';

/** A weight, and the axis whose elements belong to channels of the activation, from the first on. */
export interface ScaledWeight {
  readonly weight: Value;
  readonly constant: Constant;
  readonly along: number;
}

export interface Migration {
  readonly value: Value;
  /** Of the channels. */
  readonly axis: number;
  readonly writers: readonly ScaledWeight[];
  readonly readers: readonly ScaledWeight[];
}

export function findMigrations(
  graph: Graph,
  choice: { readonly include: string; readonly exclude: string },
): readonly Migration[] {
  const found: Migration[] = [];
  for (const node of graph.nodes()) {
    const [value] = node.results;
    if (value === undefined || graph.isOutput(value) || !FLOATS.includes(value.type.dtype))
      continue;
    const axis = channelAxis(node);
    const writers = axis === undefined ? undefined : writersOf(graph, node);
    const readers = axis === undefined ? undefined : readersOf(graph, value, axis, choice);
    if (axis === undefined || writers === undefined || readers === undefined) continue;
    found.push({ value, axis, writers, readers });
  }
  return found;
}

function channelAxis(node: Node): number | undefined {
  const { length } = resultOf(node).type.shape;
  if (node.op === layer_norm) return length - 1;
  if (node.op === group_norm) return node.attributes['layout'] === 'channels_last' ? length - 1 : 1;
  if (node.op === geglu) return normalizeAxis(Number(node.attributes['axis']), length);
  return undefined;
}

/** The scale and bias of a norm; of geglu, whose values are linear in their half, the layer before it. */
function writersOf(graph: Graph, node: Node): readonly ScaledWeight[] | undefined {
  if (node.op === geglu) return layerBefore(graph, node.operands[0], node);
  const [, scale, bias] = node.operands;
  if (scale?.constant === undefined || scale.type.shape.length !== 1) return undefined;
  const both = bias === undefined ? [scale] : [scale, bias];
  return weightsOf(
    graph,
    both.map((value) => [value, 0, node]),
  );
}

function layerBefore(
  graph: Graph,
  input: Value | undefined,
  reader: Node,
): readonly ScaledWeight[] | undefined {
  if (input === undefined || soleUser(graph, input) !== reader) return undefined;
  const sum = producedBy(add, input);
  const bias = sum && [sum.operands.a, sum.operands.b].find(({ constant }) => constant);
  const product = sum && bias === sum.operands.a ? sum.operands.b : (sum?.operands.a ?? input);
  const layer = producedBy(matmul, product);
  if (layer === undefined || (sum !== undefined && bias === undefined)) return undefined;
  if (sum !== undefined && soleUser(graph, product) !== sum.node) return undefined;
  const { b } = layer.operands;
  if (b.constant === undefined || b.type.shape.length !== 2) return undefined;
  if (bias !== undefined && bias.type.shape.length !== 1) return undefined;
  const along = layer.attributes.transpose_b ? 0 : 1;
  return weightsOf(graph, [
    [b, along, layer.node],
    ...(bias === undefined || sum === undefined ? [] : [[bias, 0, sum.node] as const]),
  ]);
}

/** Layers that sum over the channels; undefined where anything else reads the value. */
function readersOf(
  graph: Graph,
  value: Value,
  axis: number,
  choice: { readonly include: string; readonly exclude: string },
): readonly ScaledWeight[] | undefined {
  const uses: (readonly [Value, number, Node])[] = [];
  for (const user of value.users) {
    const layer = layerOf(user);
    if (layer?.value !== value || !isChosen(namesOf(user, layer), choice)) return undefined;
    const along = inputAxis(user, layer.weight, axis);
    if (along === undefined) return undefined;
    uses.push([layer.weight, along, user]);
  }
  return uses.length === 0 ? undefined : weightsOf(graph, uses);
}

function inputAxis(node: Node, weight: Value, axis: number): number | undefined {
  const last = resultOf(node).type.shape.length - 1;
  if (node.op === matmul) {
    const fits = weight === node.operands[1] && weight.type.shape.length === 2 && axis === last;
    if (!fits || node.attributes['transpose_a'] === true) return undefined;
    return node.attributes['transpose_b'] === true ? 1 : 0;
  }
  const channels = node.attributes['layout'] === 'channels_last' ? last : 1;
  return node.op === conv && node.attributes['groups'] === 1 && axis === channels ? 1 : undefined;
}

/** Only the node that is named reads each of them, and once; those in few bits are not touched. */
function weightsOf(
  graph: Graph,
  uses: readonly (readonly [Value, number, Node])[],
): readonly ScaledWeight[] | undefined {
  const found = uses.flatMap(([value, along, node]): ScaledWeight[] => {
    const { constant } = value;
    const own = soleUser(graph, value) === node;
    const once = node.operands.filter((operand) => operand === value).length === 1;
    if (constant === undefined || !own || !once) return [];
    return compressedForm(constant) === undefined ? [{ weight: value, constant, along }] : [];
  });
  return found.length === uses.length ? found : undefined;
}
