/** The nodes of a graph in fp16 that compute in fp32 all the same. */

import { hasTrait } from '../../../ir/define.ts';
import type { Graph, Node, Value } from '../../../ir/graph.ts';
import { builtinOps } from '../../../ir/ops/index.ts';
import { DTYPES, shapeEquals } from '../../../ir/types.ts';

/** The precise nodes and what is computed pointwise, or moved, to become their operands. */
export function preciseNodes(graph: Graph): Set<Node> {
  const found = new Set<Node>();
  for (const node of graph.nodesReversed()) {
    if (hasTrait(node.op, 'precise')) found.add(node);
    if (!found.has(node)) continue;
    for (const operand of node.operands) {
      const producer = operand?.producer;
      if (producer === undefined) continue;
      if (hasTrait(producer.op, 'pointwise') || hasTrait(producer.op, 'movement'))
        found.add(producer);
    }
  }
  return found;
}

/**
 * What carries the residual stream: sums of two computed tensors of one shape, what they sum, and what is moved from
 * there to another reader of the stream; and the normalisations and projections that read it. A rounding of the stream
 * stays in it to the end, while what a branch computes of a norm is added once.
 */
export function residualNodes(graph: Graph): Set<Node> {
  const summed = new Set<Value>();
  const taken = new Set<Value>();
  for (const node of graph.nodesReversed()) {
    const leadsTo = (readers: ReadonlySet<Value>): boolean =>
      movesComputed(node) && node.results.some((result) => readers.has(result));
    const sums = isSum(node) || leadsTo(summed);
    const takes = isTaker(node) || leadsTo(taken);
    for (const operand of node.operands) {
      if (operand !== undefined && sums) summed.add(operand);
      if (operand !== undefined && takes) taken.add(operand);
    }
  }
  const stream = new Set(graph.inputs.filter((input) => summed.has(input)));
  const found = new Set<Node>();
  for (const node of graph.nodes()) {
    const reads = node.operands.some((operand) => operand !== undefined && stream.has(operand));
    const moves = movesComputed(node);
    for (const result of node.results) {
      const carries = summed.has(result) || (moves && reads && taken.has(result));
      if (carries || isSum(node)) stream.add(result);
      if (carries && moves) found.add(node);
    }
    if (isSum(node) || (reads && isTaker(node))) found.add(node);
  }
  return found;
}

/** Reads the stream as it is. */
function isTaker(node: Node): boolean {
  return hasTrait(node.op, 'normalization') || isProjection(node);
}

function isSum(node: Node): boolean {
  if (node.op !== builtinOps.add) return false;
  const [result] = node.results;
  if (result === undefined || !isFloat(result)) return false;
  return node.operands.every(
    (operand) =>
      operand !== undefined &&
      operand.constant === undefined &&
      shapeEquals(operand.type.shape, result.type.shape),
  );
}

/** A product or convolution with weights. */
function isProjection(node: Node): boolean {
  return (
    hasTrait(node.op, 'contraction') &&
    node.operands.filter((operand) => operand !== undefined && !operand.constant).length === 1
  );
}

/** Enlarged images are no longer moved only, but not rounded either. Weights are not made wide to be moved. */
function movesComputed(node: Node): boolean {
  if (!hasTrait(node.op, 'movement') && node.op !== builtinOps.resize) return false;
  return node.operands.every(
    (operand) => operand === undefined || !isFloat(operand) || operand.constant === undefined,
  );
}

function isFloat({ type }: Value): boolean {
  return DTYPES[type.dtype].kind === 'float';
}
