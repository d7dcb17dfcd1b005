/** The weights of layers: which constants they are, and which of their axes are inputs and outputs. */

import type { Constant } from '../../ir/constant.ts';
import type { Graph, Node, Value } from '../../ir/graph.ts';
import { conv } from '../../ir/ops/core/conv.ts';
import { conv_transpose } from '../../ir/ops/core/conv-transpose.ts';
import { gather } from '../../ir/ops/core/gather.ts';
import { matmul } from '../../ir/ops/core/matmul.ts';
import { normalizeAxis } from '../../ir/shapes.ts';
import { elementCount } from '../../ir/types.ts';
import { compressedForm } from '../compressed/form.ts';
import { sparseForm } from '../compressed/sparse.ts';
import { matchesGlob, readGlobs } from '../globs.ts';

export interface LayerWeight {
  readonly value: Value;
  readonly constant: Constant;
  /** The axis with an index for each output of the layer. */
  readonly output: number;
  /** The axis that the layer sums over; of an embedding, that of its numbers. */
  readonly input: number;
  /** Of the model's nodes that read it, and its own. */
  readonly names: readonly string[];
}

/** Which weights a pass is for; all that have the fewest elements at least. */
export interface Choice {
  /** Patterns of names with commas between; all names when empty. */
  readonly include: string;
  readonly exclude: string;
  readonly min_elements: number;
  readonly embeddings: boolean;
}

const COMPRESSIBLE = ['f32', 'f16'];

/** Weights in floats that nothing but layers of one kind read. */
export function chosenWeights(graph: Graph, choice: Choice): readonly LayerWeight[] {
  const [include, exclude] = [readGlobs(choice.include), readGlobs(choice.exclude)];
  const fits = (names: readonly string[], globs: readonly string[]): boolean =>
    names.some((name) => globs.some((glob) => matchesGlob(name, glob)));
  return layerWeights(graph, choice.embeddings).filter(({ constant, names }) => {
    if (elementCount(constant.type.shape) < choice.min_elements) return false;
    if (include.length > 0 && !fits(names, include)) return false;
    return !fits(names, exclude);
  });
}

function layerWeights(graph: Graph, embeddings: boolean): readonly LayerWeight[] {
  return graph.constants().flatMap((value): LayerWeight[] => {
    const { constant } = value;
    if (constant === undefined || !COMPRESSIBLE.includes(constant.type.dtype)) return [];
    if (isCompressed(constant) || graph.isOutput(value)) return [];
    const users = [...value.users];
    const roles = users.map((user) => roleOf(user, value, embeddings));
    const [role] = roles;
    if (role === undefined || !roles.every((other) => isSame(role, other))) return [];
    const names = users.flatMap(({ origin }) => origin.onnx);
    return [
      {
        value,
        constant,
        ...role,
        names: value.name === undefined ? names : [value.name, ...names],
      },
    ];
  });
}

function isCompressed(constant: Constant): boolean {
  return compressedForm(constant) !== undefined || sparseForm(constant) !== undefined;
}

type Role = Pick<LayerWeight, 'input' | 'output'>;

function isSame(a: Role, b: Role | undefined): boolean {
  return a.input === b?.input && a.output === b.output;
}

/** Undefined where the node does not read the value as its weight, or reads it as something else too. */
function roleOf(node: Node, value: Value, embeddings: boolean): Role | undefined {
  const places = node.operands.flatMap((operand, place) => (operand === value ? [place] : []));
  const [place, ...others] = places;
  if (others.length > 0) return undefined;
  if (node.op === conv && place === 1) return { output: 0, input: 1 };
  if (node.op === conv_transpose && place === 1) return { output: 1, input: 0 };
  const { length } = value.type.shape;
  if (node.op === matmul && place === 1 && length === 2) {
    return node.attributes['transpose_b'] === true
      ? { output: 0, input: 1 }
      : { output: 1, input: 0 };
  }
  if (embeddings && node.op === gather && place === 0 && length === 2) {
    return normalizeAxis(Number(node.attributes['axis']), length) === 0
      ? { output: 0, input: 1 }
      : undefined;
  }
  return undefined;
}
