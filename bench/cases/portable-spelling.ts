/**
 * The spelling that small ONNX loaders take: Reshape to constant shapes, and InstanceNormalization as the means,
 * differences, products, roots and quotients that it stands for. The numbers are those of the model it comes from.
 */

import { attribute, tensor } from '../../models/onnx/index.ts';
import type { Model, Node, Tensor, ValueInfo } from '../../models/onnx/index.ts';

/** Throws where the shape of a reshaped value is not known: `model` must tell the types of its values. */
export function portableSpelling(model: Model): Model {
  const constants: Tensor[] = [];
  const infos = [...(model.valueInfos ?? []), ...model.inputs, ...model.outputs];
  const types = new Map(infos.map((info) => [info.name, info]));
  const spelled = model.nodes.flatMap((node) => {
    if (node.op === 'Reshape') return [explicitReshape(node, types, constants)];
    if (node.op === 'InstanceNormalization') return normalization(node, types, constants);
    return [node];
  });
  const nodes = withoutUnused(spelled, new Set(model.outputs.map(({ name }) => name)));
  const { valueInfos: _, ...rest } = model;
  return { ...rest, nodes, initializers: [...(model.initializers ?? []), ...constants] };
}

type Types = ReadonlyMap<string, ValueInfo>;

function shapeOf(name: string, types: Types): readonly number[] {
  const dims = types.get(name)?.shape ?? [];
  const sizes = dims.filter((dim) => typeof dim === 'number');
  if (!types.has(name) || sizes.length < dims.length) throw new Error(`${name} has no known shape`);
  return sizes;
}

function explicitReshape(node: Node, types: Types, constants: Tensor[]): Node {
  const [data = ''] = node.inputs;
  const [result = ''] = node.outputs;
  const shape = shapeOf(result, types);
  const target = `${result}.shape`;
  constants.push(tensor(target, 'i64', [shape.length], shape));
  return { ...node, inputs: [data, target] };
}

/** Over all axes after the second; scale and bias are per channel. */
function normalization(node: Node, types: Types, constants: Tensor[]): Node[] {
  const [data = '', scale = '', bias = ''] = node.inputs;
  const [result = ''] = node.outputs;
  const { epsilon } = node.attributes ?? {};
  const shape = shapeOf(result, types);
  const at = (part: string): string => `${result}.${part}`;
  const axes = attribute.ints(shape.slice(2).map((_, axis) => axis + 2));
  const perChannel = [1, shape[1] ?? 1, ...shape.slice(2).map(() => 1)];
  constants.push(tensor(at('channels'), 'i64', [perChannel.length], perChannel));
  constants.push(
    tensor(at('epsilon'), 'f32', [], [epsilon?.kind === 'float' ? epsilon.value : 1e-5]),
  );
  const step = (op: string, inputs: readonly string[], output: string): Node => ({
    op,
    name: at(`${output}_${op}`),
    inputs,
    outputs: [output === '' ? result : at(output)],
    ...(op === 'ReduceMean' ? { attributes: { axes } } : {}),
  });
  return [
    step('ReduceMean', [data], 'mean'),
    step('Sub', [data, at('mean')], 'difference'),
    step('Mul', [at('difference'), at('difference')], 'square'),
    step('ReduceMean', [at('square')], 'variance'),
    step('Add', [at('variance'), at('epsilon')], 'shifted'),
    step('Sqrt', [at('shifted')], 'deviation'),
    step('Div', [at('difference'), at('deviation')], 'normal'),
    step('Reshape', [scale, at('channels')], 'scale'),
    step('Reshape', [bias, at('channels')], 'bias'),
    step('Mul', [at('normal'), at('scale')], 'scaled'),
    step('Add', [at('scaled'), at('bias')], ''),
  ];
}

/** Shape nodes and what they feed are left over once every Reshape has a constant. */
function withoutUnused(nodes: readonly Node[], outputs: ReadonlySet<string>): Node[] {
  const used = new Set(outputs);
  const kept: Node[] = [];
  for (const node of nodes.toReversed()) {
    if (!node.outputs.some((name) => used.has(name))) continue;
    kept.push(node);
    for (const name of node.inputs) used.add(name);
  }
  return kept.reverse();
}
