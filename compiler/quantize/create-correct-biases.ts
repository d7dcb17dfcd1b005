/**
 * Makes the pass `correct-biases`: rounded weights and activations shift the mean of what a layer computes, and its
 * bias takes the shift back (Nagel et al. 2019, section 4.2, measured on data).
 */

import { attr } from '../../ir/attr.ts';
import { createBuilder } from '../../ir/builder.ts';
import { dataConstant } from '../../ir/constant.ts';
import type { Constant } from '../../ir/constant.ts';
import { mergeOrigins, operandsOf, resultOf } from '../../ir/graph.ts';
import type { Graph, Node, Value } from '../../ir/graph.ts';
import { builtinOps } from '../../ir/ops/index.ts';
import { add } from '../../ir/ops/core/add.ts';
import { tensorFrom } from '../../ir/tensor.ts';
import { noCalibration } from '../calibrate/diagnostics.ts';
import { Memo } from '../calibrate/memo.ts';
import { foldedConstants } from '../invariants.ts';
import { definePass } from '../pass.ts';
import { soleUser } from '../passes/shared/nodes.ts';
import { replaceNode } from '../rewrite.ts';
import { biasesCorrected } from './activation-diagnostics.ts';
import type { CalibrationExtras } from './create-quantize-activations.ts';
import { recipeOf } from './options.ts';
import { measureShifts } from './output-shifts.ts';
import { isChosen, layerOf, namesOf } from './sites.ts';

const NAME = 'correct-biases';

export function createCorrectBiases({ calibration }: CalibrationExtras = {}) {
  const memo = new Memo<readonly number[]>();
  return definePass({
    name: NAME,
    describe: 'adds to biases what few bits take from the means of the results of layers',
    options: { include: attr.string(''), exclude: attr.string('') },
    requires: [foldedConstants],
    ensures: [foldedConstants],
    tolerance: 10,
    run: async (graph, given, context) => {
      if (calibration === undefined) return context.report(noCalibration(NAME));
      const chosen = [...graph.nodes()].filter((node) => {
        const layer = layerOf(node);
        if (layer === undefined || channelAxis(node) === undefined) return false;
        return isChosen(namesOf(node, layer), given) && !isCorrected(graph, node);
      });
      const axes = new Map(chosen.map((node) => [node, channelAxis(node) ?? 0]));
      if (axes.size === 0) return;
      const shifts = await memo.of(graph, given, () =>
        measureShifts(graph, axes, calibration, context),
      );
      if (shifts === undefined) return;
      for (const node of chosen) {
        const shift = shifts.get(resultOf(node));
        if (shift !== undefined) addToBias(graph, node, shift);
      }
      if (shifts.size > 0) context.report(biasesCorrected(shifts.size));
    },
  });
}

/** The axis of a layer's result that a bias lies along. */
function channelAxis(node: Node): number | undefined {
  const { length } = resultOf(node).type.shape;
  if (node.op !== builtinOps.matmul) {
    return node.attributes['layout'] === 'channels_last' ? length - 1 : 1;
  }
  return layerOf(node)?.value === node.operands[0] ? length - 1 : undefined;
}

/** The node that adds a bias to the result of a product. */
function biasOf(
  graph: Graph,
  node: Node,
): { readonly user: Node; readonly bias: Value } | undefined {
  const result = resultOf(node);
  const user = soleUser(graph, result);
  if (user?.op !== add) return undefined;
  const bias = user.operands.find((operand) => operand !== result);
  const channels = result.type.shape.at(-1);
  const fits =
    bias?.constant !== undefined && bias.type.shape.length === 1 && bias.type.shape[0] === channels;
  return fits ? { user, bias } : undefined;
}

function isCorrected(graph: Graph, node: Node): boolean {
  const users = [node, biasOf(graph, node)?.user];
  return users.some((user) => user?.origin.passes.includes(NAME) === true);
}

/** Made again, so that their origin tells that they have been corrected. */
function addToBias(graph: Graph, node: Node, shift: readonly number[]): void {
  const { dtype } = resultOf(node).type;
  const own = dataConstant(tensorFrom(dtype, [shift.length], shift));
  const sumWith = (bias: Value | undefined): Constant =>
    bias?.constant === undefined ? own : recipeOf(add, [bias.constant, own], {});
  if (node.op !== builtinOps.matmul) {
    const bias = node.operands[2];
    if (bias !== undefined && bias.constant === undefined) return;
    const operands = { ...operandsOf(node), bias: graph.addConstant(sumWith(bias), bias?.name) };
    const origin = mergeOrigins([node.origin], NAME);
    const { op, attributes } = node;
    replace(graph, node, resultOf(graph.insert({ op, operands, attributes, origin }, node)));
    return;
  }
  const found = biasOf(graph, node);
  const last = found?.user ?? node;
  const origin = mergeOrigins([last.origin], NAME);
  const next = nodeAfter(graph, last);
  const b = createBuilder(builtinOps, graph, {
    origin,
    ...(next === undefined ? {} : { before: next }),
  });
  const bias = graph.addConstant(sumWith(found?.bias), found?.bias.name);
  if (found !== undefined) {
    replace(graph, last, b.add({ a: resultOf(node), b: bias }));
    return;
  }
  const result = resultOf(node);
  const users = [...result.users];
  const sum = b.add({ a: result, b: bias });
  for (const user of users) graph.replaceOperand(user, result, sum);
  graph.setOutputs(
    graph.outputs.map(({ name, value }) => ({ name, value: value === result ? sum : value })),
  );
}

function replace(graph: Graph, node: Node, value: Value): void {
  replaceNode(graph, node, value);
  graph.remove(node);
}

function nodeAfter(graph: Graph, node: Node): Node | undefined {
  let found = false;
  for (const other of graph.nodes()) {
    if (found) return other;
    found = other === node;
  }
  return undefined;
}
