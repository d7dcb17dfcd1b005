/** Where activations are to become integers: in front of the layers that compute in integers. */

import type { Graph, Node, Value } from '../../ir/graph.ts';
import { hasTrait } from '../../ir/define.ts';
import { concat } from '../../ir/ops/core/concat.ts';
import { conv } from '../../ir/ops/core/conv.ts';
import { conv_transpose } from '../../ir/ops/core/conv-transpose.ts';
import { matmul } from '../../ir/ops/core/matmul.ts';
import { dequantize_linear } from '../../ir/ops/composite/dequantize-linear.ts';
import { FLOATS } from '../../ir/types.ts';
import { compressedForm } from '../compressed/form.ts';
import { matchesGlob, readGlobs } from '../globs.ts';
import { layerEnds } from './layer-ends.ts';

/** A node that reads a value that is to be quantised for it. */
export interface Site {
  readonly node: Node;
  readonly value: Value;
}

export interface SiteChoice {
  /** Patterns of names with commas between; all names when empty. */
  readonly include: string;
  readonly exclude: string;
  /** The first and the last layer too. */
  readonly ends: boolean;
  /** Layers of the timestep too. */
  readonly time: boolean;
  /** Products of activations with activations too. */
  readonly attention: boolean;
}

/** Why a layer stays in floats. */
export type Reason = 'first' | 'last' | 'time' | 'weights';

export interface Sites {
  readonly sites: readonly Site[];
  /** Names of layers that stay. */
  readonly left: ReadonlyMap<Reason, readonly string[]>;
}

export function findSites(graph: Graph, choice: SiteChoice): Sites {
  const layers = layersOf(graph);
  const ends = layerEnds(graph, new Set(layers.keys()));
  const reasonOf = (node: Node, { weight }: Layer): Reason | undefined => {
    if (!choice.time && ends.time.has(node)) return 'time';
    if (!choice.ends && ends.first.has(node)) return 'first';
    if (!choice.ends && ends.last.has(node)) return 'last';
    return isInteger(weight) ? undefined : 'weights';
  };
  const sites: Site[] = [];
  const left = new Map<Reason, string[]>();
  for (const node of graph.nodes()) {
    const layer = layers.get(node);
    if (layer !== undefined) {
      const names = namesOf(node, layer);
      if (!isChosen(names, choice)) continue;
      const reason = reasonOf(node, layer);
      if (reason === undefined) {
        if (!isQuantized(layer.value)) sites.push({ node, value: layer.value });
      } else {
        left.set(reason, [...(left.get(reason) ?? []), names[0] ?? node.op.name]);
      }
    } else if (choice.attention && isProduct(node) && isChosen(node.origin.onnx, choice)) {
      for (const value of new Set(node.operands.slice(0, PRODUCT_OPERANDS))) {
        if (value !== undefined && !isQuantized(value)) sites.push({ node, value });
      }
    }
  }
  return { sites, left };
}

/** Of attention the query, key and value; a mask stays as it is. */
const PRODUCT_OPERANDS = 3;

/** A layer with weights, and the activation that it reads. */
export interface Layer {
  readonly value: Value;
  readonly weight: Value;
}

export function layersOf(graph: Graph): ReadonlyMap<Node, Layer> {
  const layers = new Map<Node, Layer>();
  for (const node of graph.nodes()) {
    const layer = layerOf(node);
    if (layer !== undefined) layers.set(node, layer);
  }
  return layers;
}

export function layerOf(node: Node): Layer | undefined {
  const [first, second] = node.operands;
  const isWindow = node.op === conv || node.op === conv_transpose;
  if (!isWindow && node.op !== matmul) return undefined;
  if (first === undefined || second === undefined || !isFloat(first)) return undefined;
  if (first.constant === undefined && second.constant !== undefined) {
    return { value: first, weight: second };
  }
  if (isWindow || first.constant === undefined || second.constant !== undefined) return undefined;
  return { value: second, weight: first };
}

function isProduct(node: Node): boolean {
  if (!hasTrait(node.op, 'attention') && node.op !== matmul) return false;
  const [first, second] = node.operands;
  return (
    first !== undefined &&
    second !== undefined &&
    isFloat(first) &&
    first.constant === undefined &&
    second.constant === undefined
  );
}

/** With a scale for the whole weight or for each output: a product of integers has one scale then. */
function isInteger({ constant }: Value): boolean {
  const form = constant && compressedForm(constant);
  if (form?.kind !== 'affine') return false;
  const { shape } = form.type;
  const shared = form.blocks.filter((size, axis) => size < (shape[axis] ?? 1));
  return ['i8', 'u8'].includes(form.data.type.dtype) && shared.every((size) => size === 1);
}

function isFloat({ type }: Value): boolean {
  return FLOATS.includes(type.dtype);
}

function isQuantized(value: Value): boolean {
  const { producer } = value;
  if (producer?.op === dequantize_linear) return true;
  if (producer?.op !== concat) return false;
  return producer.operands.every((part) => part?.producer?.op === dequantize_linear);
}

export function namesOf(node: Node, { weight }: Layer): readonly string[] {
  return [...node.origin.onnx, ...(weight.name === undefined ? [] : [weight.name])];
}

export function isChosen(
  names: readonly string[],
  choice: Pick<SiteChoice, 'include' | 'exclude'>,
): boolean {
  const [include, exclude] = [readGlobs(choice.include), readGlobs(choice.exclude)];
  const fits = (globs: readonly string[]): boolean =>
    names.some((name) => globs.some((glob) => matchesGlob(name, glob)));
  return (include.length === 0 || fits(include)) && !fits(exclude);
}
