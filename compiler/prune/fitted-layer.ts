/** What of a layer can be refitted: its weight, where its bias is, and what its result is added to. */

import type { Constant } from '../../ir/constant.ts';
import type { Graph, Node, Value } from '../../ir/graph.ts';
import { builtinOps } from '../../ir/ops/index.ts';
import { shapeEquals } from '../../ir/types.ts';
import type { Tensor } from '../../ir/tensor.ts';
import { soleUser } from '../passes/shared/nodes.ts';
import { hasRows, rowsOf } from '../quantize/layer-inputs.ts';
import type { Rows } from '../quantize/layer-inputs.ts';
import type { Consumer } from './analyse.ts';
import type { Step } from './side-by-side.ts';

/** Products of more columns are not held; a convolution then guesses channels place by place. */
export const MOST_COLUMNS = 2560;
/** And of more channels they are not held at all. */
export const MOST_INPUTS = 2048;

export interface FittedLayer {
  /** Of the narrow graph, as all but `known`. */
  readonly changed: Node;
  readonly input: Value;
  readonly weight: { readonly value: Value; readonly constant: Constant };
  /** Of the weight. */
  readonly outputs: { readonly axis: number; readonly count: number };
  /** The axis of the result with the outputs. */
  readonly resultAxis: number;
  /** Undefined where the weight as a whole is too large to be fitted, or what it reads cannot be told. */
  readonly rows: ((input: Tensor) => Rows) | undefined;
  readonly bias: Bias | undefined;
  readonly beside: { readonly original: Value; readonly changed: Value } | undefined;
  /** What the analysis knows of it. */
  readonly known: {
    readonly consumer: Consumer;
    readonly weight: Value;
    readonly result: Value;
    /** In the original graph. */
    readonly input: Value | undefined;
  };
}

interface Bias {
  /** That reads it. */
  readonly node: Node;
  readonly value: Value;
  readonly constant: Constant;
  /** The layer's own result has it already. */
  readonly isPart: boolean;
}

/** Undefined where the weight has other readers too, or is not the node's own. */
export function layerOf(
  graph: Graph,
  { original, changed, inOriginal, inChanged }: Step,
  known: Node,
  consumer: Consumer,
): FittedLayer | undefined {
  const [weightAt, inputAt] = [consumer.weight, consumer.input].map((value) =>
    known.operands.indexOf(value),
  );
  const value = changed.operands[weightAt ?? -1];
  const input = changed.operands[inputAt ?? -1];
  const [result] = changed.results;
  const [originalResult] = original.results;
  const [knownResult] = known.results;
  if (value?.constant === undefined || input === undefined || input.constant !== undefined) {
    return undefined;
  }
  if (value.users.size > 1 || !result || !originalResult || !knownResult) return undefined;
  const { constant } = value;
  const { shape } = constant.type;
  const axis = consumer.axis === 0 ? 1 : 0;
  const count = shape[axis] ?? 1;
  const columns = shape.reduce((product, size) => product * size, 1) / count;
  const isMatrix = changed.op === builtinOps.matmul;
  const rank = result.type.shape.length;
  const resultAxis = changed.attributes['layout'] === 'channels_first' ? 1 : rank - 1;
  const isWhole =
    weightAt === 1 && hasRows(changed) && (!isMatrix || shape.length === 2) && columns > 0;
  return {
    changed,
    input,
    weight: { value, constant },
    outputs: { axis, count },
    resultAxis,
    rows:
      isWhole && columns <= MOST_COLUMNS ? (tensor) => rowsOf(changed, tensor, shape) : undefined,
    bias: biasOf(graph, changed, result, isMatrix),
    beside: besideOf(graph, { result, originalResult }, (a, b) =>
      [inOriginal(a), inChanged(b)].every((seen) => seen !== undefined),
    ),
    known: {
      consumer,
      weight: consumer.weight,
      result: knownResult,
      input: original.operands[inputAt ?? -1],
    },
  };
}

function biasOf(graph: Graph, layer: Node, result: Value, isMatrix: boolean): Bias | undefined {
  const node = isMatrix ? soleUser(graph, result) : layer;
  if (node === undefined || (isMatrix && node.op !== builtinOps.add)) return undefined;
  const value = isMatrix ? node.operands.find((other) => other !== result) : node.operands[2];
  const channels = isMatrix ? result.type.shape.at(-1) : undefined;
  if (value?.constant === undefined || value.type.shape.length !== 1) return undefined;
  if (isMatrix && value.type.shape[0] !== channels) return undefined;
  return { node, value, constant: value.constant, isPart: !isMatrix };
}

/** The shortcut that a result is added to, maybe after a bias, if it has been computed in both models. */
function besideOf(
  graph: Graph,
  { result, originalResult }: { readonly result: Value; readonly originalResult: Value },
  isSeen: (original: Value, changed: Value) => boolean,
): FittedLayer['beside'] {
  let [own, whole] = [result, originalResult];
  for (;;) {
    const user = soleUser(graph, own);
    const [twin] = whole.users;
    if (user?.op !== builtinOps.add || twin === undefined) return undefined;
    const at = user.operands.findIndex((operand) => operand !== own);
    const [changed, original] = [user.operands[at], twin.operands[at]];
    const [next, nextWhole] = [user.results[0], twin.results[0]];
    if (!changed || !original || !next || !nextWhole) return undefined;
    if (changed.constant === undefined) {
      const fits =
        shapeEquals(changed.type.shape, result.type.shape) &&
        shapeEquals(original.type.shape, originalResult.type.shape);
      return fits && isSeen(original, changed) ? { original, changed } : undefined;
    }
    if (changed.type.shape.length > 1) return undefined;
    [own, whole] = [next, nextWhole];
  }
}
