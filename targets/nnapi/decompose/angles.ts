/**
 * Angles of sines in relaxed models, as turns that halves hold: a step of 981 times a frequency, rounded to a half, would be
 * off by a quarter. Whole turns are taken away from products of few digits, which halves hold exactly.
 */

import { dataConstant, inlineValue } from '../../../ir/constant.ts';
import type { Value } from '../../../ir/graph.ts';
import { uniformValue } from '../../../ir/pattern.ts';
import { tensorFrom, toNumbers } from '../../../ir/tensor.ts';
import type { Tensor } from '../../../ir/tensor.ts';
import type { Rewrite, Site } from './site.ts';

/** Steps are taken apart by it: both parts of those below 1024 have five bits. */
const STEP_BASE = 32;
/** Coarse parts of turns are counted in it: products of them with both parts, and their sums, have eleven bits. */
const GRID = 64;

/** What comes behind whole turns have been taken away. */
const FOLDS: ReadonlySet<string> = new Set(['mul', 'max', 'min']);

interface Angle {
  readonly step: Value;
  readonly frequencies: Tensor;
  readonly factor: number;
}

export const inTurns: Rewrite = (site) => {
  const { context, m, operand, again } = site;
  const angle = context.relaxed && site.dtype(0) === 'f32' ? angleOf(operand(0)) : undefined;
  return angle === undefined ? undefined : again([m.mul(turnsOf(angle, site), 2 * Math.PI)]);
};

/** Whether halves hold a sine's angle well: it has been made of turns. */
export function isOfTurns(value: Value | undefined): boolean {
  const node = value?.producer;
  if (node !== undefined && FOLDS.has(node.op.name)) return node.operands.some(isOfTurns);
  return node?.op.name === 'sub' && node.operands[1]?.producer?.op.name === 'floor';
}

/** What is computed, times constants. */
function angleOf(value: Value, factor = 1): Angle | undefined {
  const node = value.producer;
  if (node?.op.name !== 'mul' || isOfTurns(value)) return undefined;
  const [a, b] = node.operands;
  const [constant, step] = a?.constant === undefined ? [b, a] : [a, b];
  if (constant?.constant === undefined || step === undefined) return undefined;
  const uniform = uniformValue(constant);
  const inner = uniform === undefined ? undefined : angleOf(step, factor * uniform);
  const frequencies = inlineValue(constant.constant);
  return inner ?? (frequencies && { step, frequencies, factor });
}

/** From -1/4 to 1/4, where halves are finer: the sine is the same to both sides of a quarter turn. */
function turnsOf({ step, frequencies, factor }: Angle, { b, m }: Site): Value {
  const turns = toNumbers(frequencies).map((frequency) => (frequency * factor) / (2 * Math.PI));
  const constants = (base: number, part: (turn: number) => number): Value => {
    const values = turns.map((turn) => part(base * turn - Math.round(base * turn)));
    return b.constant(dataConstant(tensorFrom('f32', frequencies.shape, values)));
  };
  const high = b.floor({ input: m.mul(step, 1 / STEP_BASE) });
  const low = m.sub(step, m.mul(high, STEP_BASE));
  const products = (part: (turn: number) => number): Value =>
    m.add(m.mul(high, constants(STEP_BASE, part)), m.mul(low, constants(1, part)));
  const withoutWhole = (value: Value): Value => m.sub(value, b.floor({ input: m.add(value, 0.5) }));
  const fine = products((turn) => turn - coarse(turn));
  const rest = withoutWhole(m.add(withoutWhole(products(coarse)), fine));
  return m.max(m.min(rest, m.sub(0.5, rest)), m.sub(-0.5, rest));
}

function coarse(turn: number): number {
  return Math.round(turn * GRID) / GRID;
}
