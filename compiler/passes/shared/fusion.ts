/** Puts several nodes into the body of one fused node. */

import { inlineValue } from '../../../ir/constant.ts';
import { Graph, mergeOrigins, resultOf } from '../../../ir/graph.ts';
import type { Node, Value } from '../../../ir/graph.ts';
import { namedOperands } from '../../../ir/operands.ts';
import { fused } from '../../../ir/ops/composite/fused.ts';
import { removeUnused, replaceNode } from '../../rewrite.ts';

export type FusionKind = 'pointwise' | 'epilogue';

/** A single number in memory goes into the body; every other constant is an operand. */
function isInside(value: Value): boolean {
  const { constant } = value;
  if (constant === undefined || !constant.type.shape.every((dim) => dim === 1)) return false;
  return inlineValue(constant) !== undefined;
}

/** What the nodes read from outside, in order of first use. */
export function outerOperands(nodes: Iterable<Node>): readonly Value[] {
  const inner = new Set<Value>();
  const outer = new Set<Value>();
  for (const node of nodes) {
    for (const operand of node.operands) {
      if (operand !== undefined && !inner.has(operand) && !isInside(operand)) outer.add(operand);
    }
    for (const result of node.results) inner.add(result);
  }
  return [...outer];
}

/** The nodes, each after what it reads; the last one's result is the body's output. */
export function fuse(graph: Graph, nodes: readonly Node[], kind: FusionKind, pass: string): void {
  const exit = nodes.at(-1);
  if (exit === undefined) throw new Error('there is nothing to fuse');
  const operands = outerOperands(nodes);
  const origin = mergeOrigins(
    nodes.map((node) => node.origin),
    pass,
  );
  const node = graph.insert(
    {
      op: fused,
      operands: { inputs: operands },
      attributes: { kind, body: bodyOf(nodes, operands) },
      origin,
    },
    exit,
  );
  replaceNode(graph, exit, resultOf(node));
  removeUnused(graph, [exit]);
}

function bodyOf(nodes: readonly Node[], operands: readonly Value[]): Graph {
  const body = new Graph('body');
  const values = new Map<Value, Value>();
  operands.forEach((operand, index) => {
    values.set(operand, body.addInput(`in${index}`, operand.type));
  });
  const mapped = (value: Value): Value => {
    const known = values.get(value);
    if (known !== undefined) return known;
    if (value.constant === undefined) throw new Error('a fused node reads what is not there yet');
    const constant = body.addConstant(value.constant);
    values.set(value, constant);
    return constant;
  };
  let last: Value | undefined;
  for (const node of nodes) {
    const copy = body.insert({
      op: node.op,
      operands: namedOperands(
        node.op,
        node.operands.map((operand) => operand && mapped(operand)),
      ),
      attributes: node.attributes,
      origin: node.origin,
    });
    node.results.forEach((result, index) => {
      const twin = copy.results[index];
      if (twin !== undefined) values.set(result, twin);
    });
    last = copy.results[0];
  }
  if (last !== undefined) body.setOutputs([{ name: 'out', value: last }]);
  return body;
}
