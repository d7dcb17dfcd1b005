/** Patterns for (x - mean) / sqrt(variance + epsilon) and x / sqrt(mean of squares + epsilon). */

import type { AttributeMap } from '../../../ir/define.ts';
import type { Node, Value } from '../../../ir/graph.ts';
import { anyConstant, anyValue, capturedNode, either, node, scalar } from '../../../ir/pattern.ts';
import type { Capture, Match, NodePattern, PatternLike } from '../../../ir/pattern.ts';
import { normalizeAxes } from '../../../ir/shapes.ts';
import { DTYPES } from '../../../ir/types.ts';
import type { DType } from '../../../ir/types.ts';
import { operandAt } from './nodes.ts';

const keepsAxes = ({ keep_dims }: AttributeMap): boolean => keep_dims === true;

function mean(of: PatternLike): NodePattern {
  return node('reduce_mean', [of], keepsAxes);
}

function square(of: PatternLike): PatternLike {
  return either(node('mul', [of, of]), node('pow', [of, scalar(2)]));
}

function rootOf(under: PatternLike): PatternLike {
  return either(node('sqrt', [under]), node('pow', [under, scalar(0.5)]));
}

function inverseRootOf(under: PatternLike): PatternLike {
  const root = rootOf(under);
  return either(
    node('reciprocal', [root]),
    node('div', [scalar(1), root]),
    node('pow', [under, scalar(-0.5)]),
  );
}

/** numerator / sqrt(under), in its spellings. */
function overRoot(numerator: PatternLike, under: PatternLike): NodePattern[] {
  return [node('div', [numerator, rootOf(under)]), node('mul', [numerator, inverseRootOf(under)])];
}

export interface Standardized {
  readonly input: Value;
  /** In ascending order. */
  readonly axes: readonly number[];
  readonly epsilon: number;
}

/** Root patterns, and what a match of one of them means; undefined where its axes do not agree. */
export interface StandardizedPatterns {
  readonly patterns: readonly NodePattern[];
  readonly read: (match: Match) => Standardized | undefined;
}

export function standardized(): readonly StandardizedPatterns[] {
  const x = anyValue();
  const epsilon = scalar();
  const average = capturedNode(mean(x));
  const centred = node('sub', [x, average]);
  // PyTorch widens a difference of half precision before it squares and divides it.
  const wide = node('cast', [centred], (_, { operands: [narrow], results: [result] }) =>
    isWidening(narrow?.type.dtype, result?.type.dtype),
  );
  return [centred, wide].map((difference) => {
    const variance = capturedNode(mean(square(difference)));
    const patterns = overRoot(difference, node('add', [variance, epsilon]));
    return { patterns, read: reader(x, epsilon, [average, variance]) };
  });
}

function isWidening(from: DType | undefined, to: DType | undefined): boolean {
  if (from === undefined || to === undefined) return false;
  const [narrow, wide] = [DTYPES[from], DTYPES[to]];
  return narrow.kind === 'float' && wide.kind === 'float' && narrow.bits < wide.bits;
}

/** The variance as the mean of squares less the square of the mean. */
export function standardizedByMoments(): StandardizedPatterns {
  const x = anyValue();
  const epsilon = scalar();
  const average = capturedNode(mean(x));
  const squares = capturedNode(mean(square(x)));
  const variance = node('sub', [squares, square(average)]);
  const patterns = overRoot(node('sub', [x, average]), node('add', [variance, epsilon]));
  return { patterns, read: reader(x, epsilon, [average, squares]) };
}

/**
 * x * factor + (bias - mean * factor), where factor is scale / sqrt(variance + epsilon): TensorFlow's order. Scale and
 * bias are captured beside.
 */
export function standardizedByFactor() {
  const x = anyValue();
  const epsilon = scalar();
  const [scale, bias] = [anyConstant(), anyConstant()];
  const average = capturedNode(mean(x));
  const variance = capturedNode(mean(square(node('sub', [x, average]))));
  const factor = node('mul', [inverseRootOf(node('add', [variance, epsilon])), scale]);
  const shift = node('sub', [bias, node('mul', [average, factor])]);
  const pattern = node('add', [node('mul', [x, factor]), shift]);
  return { pattern, scale, bias, read: reader(x, epsilon, [average, variance]) };
}

export function scaledByRootMeanSquare(): StandardizedPatterns {
  const x = anyValue();
  const epsilon = scalar();
  const squares = capturedNode(mean(square(x)));
  const patterns = overRoot(x, node('add', [squares, epsilon]));
  return { patterns, read: reader(x, epsilon, [squares]) };
}

function reader(x: Capture<Value>, epsilon: Capture<number>, means: readonly Capture<Node>[]) {
  return (match: Match): Standardized | undefined => {
    const [axes, ...others] = means.map((capture) => axesOf(match.get(capture)));
    if (axes === undefined || others.some((other) => other.join() !== axes.join())) {
      return undefined;
    }
    return { input: match.get(x), axes, epsilon: match.get(epsilon) };
  };
}

function axesOf(reduction: Node): readonly number[] {
  const axes = reduction.attributes['axes'] as readonly number[];
  return normalizeAxes(axes, operandAt(reduction, 0).type.shape.length);
}
