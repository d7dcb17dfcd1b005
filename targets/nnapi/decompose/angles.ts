/**
 * Sines of angles in relaxed models, by turns that halves hold: a step of 981 times a frequency, rounded to a half, would be
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
/** So have the products of what is left of turns, counted in this one. */
const FINE_GRID = GRID * GRID;
/** 2 pi in five bits: times turns on the grid it has ten. */
const TWO_PI_IN_FEW_BITS = 6.25;
const QUARTER_TURN = 0.25;

/** What comes behind whole turns have been taken away. */
const FOLDS: ReadonlySet<string> = new Set(['mul', 'add']);
/** More of them than the rewrites below leave between turns and a sine are no work of theirs. */
const MOST_FOLDS = 64;

interface Angle {
  readonly step: Value;
  readonly frequencies: Tensor;
  readonly factor: number;
}

export const inTurns: Rewrite = (site) => {
  const angle = relaxedAngle(site);
  return angle === undefined ? undefined : sineOf(angle, 0, site);
};

export const cosineInTurns: Rewrite = (site) => {
  const angle = relaxedAngle(site);
  return angle === undefined ? undefined : sineOf(angle, QUARTER_TURN, site);
};

function relaxedAngle({ context, dtype, operand }: Site): Angle | undefined {
  return context.relaxed && dtype(0) === 'f32' ? angleOf(operand(0)) : undefined;
}

/** Whether halves hold a sine's angle well: it has been made of turns. */
export function isOfTurns(value: Value | undefined): boolean {
  const seen = new Set([value]);
  // A set's loop goes on with what is added to it.
  for (const found of seen) {
    const node = found?.producer;
    if (node?.op.name === 'sub' && node.operands[1]?.producer?.op.name === 'floor') return true;
    if (node === undefined || !FOLDS.has(node.op.name)) continue;
    if (seen.size > MOST_FOLDS) return false;
    for (const operand of node.operands) seen.add(operand);
  }
  return false;
}

/** What is computed, times constants. */
function angleOf(value: Value): Angle | undefined {
  let found: Angle | undefined;
  let [at, factor] = [value, 1];
  for (let folds = 0; folds < MOST_FOLDS; folds++) {
    const node = at.producer;
    if (node?.op.name !== 'mul' || isOfTurns(at)) return found;
    const [a, b] = node.operands;
    const [constant, step] = a?.constant === undefined ? [b, a] : [a, b];
    if (constant?.constant === undefined || step === undefined) return found;
    const frequencies = inlineValue(constant.constant);
    if (frequencies !== undefined) found = { step, frequencies, factor };
    const uniform = uniformValue(constant);
    if (uniform === undefined) return found;
    factor *= uniform;
    at = step;
  }
  return found;
}

/** The sine of an angle that lies so many turns further: that of turns on the grid, corrected by the small angle left. */
function sineOf(angle: Angle, further: number, { b, m }: Site): Value {
  const { onGrid, onFineGrid, left } = turnsOf(angle, { b, m });
  const withoutWhole = (value: Value): Value => m.sub(value, b.floor({ input: m.add(value, 0.5) }));
  const carried = m.mul(b.floor({ input: m.add(m.mul(onFineGrid, GRID), 0.5) }), 1 / GRID);
  const turns = withoutWhole(m.add(m.add(withoutWhole(onGrid), carried), further));
  const small = m.add(
    m.mul(m.add(m.sub(onFineGrid, carried), left), 2 * Math.PI),
    m.mul(turns, 2 * Math.PI - TWO_PI_IN_FEW_BITS),
  );
  const large = m.mul(turns, TWO_PI_IN_FEW_BITS);
  const sine = m.sin(large);
  const cosine = m.sin(m.add(large, Math.PI / 2));
  const oneMinusCosine = m.mul(m.mul(small, small), 0.5);
  return m.add(sine, m.sub(m.mul(cosine, m.sin(small)), m.mul(sine, oneMinusCosine)));
}

interface Turns {
  readonly onGrid: Value;
  readonly onFineGrid: Value;
  readonly left: Value;
}

/** Three parts, of which halves hold the first two exactly and the third to a millionth of a turn. */
function turnsOf({ step, frequencies, factor }: Angle, { b, m }: Pick<Site, 'b' | 'm'>): Turns {
  const turns = toNumbers(frequencies).map((frequency) => (frequency * factor) / (2 * Math.PI));
  const constants = (base: number, part: (turn: number) => number): Value => {
    const values = turns.map((turn) => part(base * turn - Math.round(base * turn)));
    return b.constant(dataConstant(tensorFrom('f32', frequencies.shape, values)));
  };
  const high = b.floor({ input: m.mul(step, 1 / STEP_BASE) });
  const low = m.sub(step, m.mul(high, STEP_BASE));
  const products = (part: (turn: number) => number): Value =>
    m.add(m.mul(high, constants(STEP_BASE, part)), m.mul(low, constants(1, part)));
  const coarse = (turn: number): number => Math.round(turn * GRID) / GRID;
  const fine = (turn: number): number => Math.round((turn - coarse(turn)) * FINE_GRID) / FINE_GRID;
  return {
    onGrid: products(coarse),
    onFineGrid: products(fine),
    left: products((turn) => turn - coarse(turn) - fine(turn)),
  };
}
