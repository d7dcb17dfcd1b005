/** Follows the axes of a tensor through reshapes and transposes, and builds the way to another order of them. */

import { dimEquals, dimExactDiv, dimProduct } from '../../../ir/dim.ts';
import type { Dim } from '../../../ir/dim.ts';
import type { Value } from '../../../ir/graph.ts';
import { reshape } from '../../../ir/ops/core/reshape.ts';
import { transpose } from '../../../ir/ops/core/transpose.ts';
import { shapeEquals } from '../../../ir/types.ts';
import type { Builder } from '../../rewrite.ts';
import { isIdentity } from './axes.ts';
import { applied } from './constants.ts';

/** An axis that stays whole; when a reshape splits it, every layout that holds it sees the parts. */
export class Atom {
  readonly size: Dim;
  #parts: readonly Atom[] | undefined;

  constructor(size: Dim) {
    this.size = size;
  }

  leaves(): readonly Atom[] {
    return this.#parts === undefined ? [this] : leavesOf(this.#parts);
  }

  /** Into an outer part of that size and an inner one of `inner`. */
  split(outer: Dim, inner: Dim): readonly [Atom, Atom] {
    const parts = [new Atom(outer), new Atom(inner)] as const;
    this.#parts = parts;
    return parts;
  }
}

/** For each axis of a tensor the atoms that it is the product of; none for an axis of size 1. */
export type Layout = readonly (readonly Atom[])[];

export function leavesOf(atoms: readonly Atom[]): readonly Atom[] {
  return atoms.flatMap((atom) => atom.leaves());
}

export function sameAtoms(a: readonly Atom[], b: readonly Atom[]): boolean {
  const [left, right] = [leavesOf(a), leavesOf(b)];
  return left.length === right.length && left.every((atom, index) => atom === right[index]);
}

/** Every axis an atom of its own. */
export function layoutOf(shape: readonly Dim[]): Layout {
  return shape.map((dim) => (dim === 1 ? [] : [new Atom(dim)]));
}

export function shapeOf(layout: Layout): Dim[] {
  return layout.map((atoms) => dimProduct(atoms.map((atom) => atom.size)));
}

export function transposeLayout(layout: Layout, perm: readonly number[]): Layout {
  return perm.map((axis) => layout[axis] ?? []);
}

/** The layout under another shape; undefined if the shape cuts across atoms. May split atoms. */
export function reshapeLayout(layout: Layout, shape: readonly Dim[]): Layout | undefined {
  const pending = [...leavesOf(layout.flat())];
  const result: Atom[][] = [];
  for (const dim of shape) {
    const taken: Atom[] = [];
    for (let rest = dim; !dimEquals(rest, 1);) {
      const atom = pending.shift();
      if (atom === undefined) return undefined;
      const further = dimExactDiv(rest, atom.size);
      if (further !== undefined) {
        taken.push(atom);
        rest = further;
        continue;
      }
      const inner = dimExactDiv(atom.size, rest);
      if (inner === undefined) return undefined;
      const [first, second] = atom.split(rest, inner);
      taken.push(first);
      pending.unshift(second);
      rest = 1;
    }
    result.push(taken);
  }
  return pending.length === 0 ? result : undefined;
}

/** How to move elements from one layout of atoms to another. */
export interface ArrangePlan {
  /** Absent where the order stays. */
  readonly move?: Move;
  readonly shape: readonly Dim[];
  /** Nodes that it takes. */
  readonly steps: number;
  readonly transposes: 0 | 1;
}

/** The plan with the fewest reshapes, for a value of that shape. */
export function planArrange(shape: readonly Dim[], from: Layout, to: Layout): ArrangePlan {
  const own = leavesOf(from.flat());
  const sizes = own.map((atom) => atom.size);
  const axes = to.map((atoms) => leavesOf(atoms).map((atom) => own.indexOf(atom)));
  const places = axes.flat();
  if (places.length !== own.length || places.includes(-1)) {
    throw new Error('two layouts of one value hold different axes');
  }
  const wanted = shapeOf(to);
  const differs = (other: readonly Dim[]): number => Number(!shapeEquals(other, wanted));
  if (isIdentity(places)) return { shape: wanted, steps: differs(shape), transposes: 0 };
  const plans = [runsOf([places]), runsOf(axes)].map((runs): ArrangePlan => {
    const move = planMove(runs, sizes);
    const steps = Number(!shapeEquals(move.before, shape)) + 1 + differs(move.after);
    return { move, shape: wanted, steps, transposes: 1 };
  });
  return plans.reduce((best, plan) => (plan.steps < best.steps ? plan : best));
}

/** Moves the elements of a value from one layout of its atoms to another; constants move at once. */
export function arrange(builder: Builder, value: Value, from: Layout, to: Layout): Value {
  const { move, shape } = planArrange(value.type.shape, from, to);
  if (move === undefined) return reshaped(builder, value, shape);
  const split = reshaped(builder, value, move.before);
  return reshaped(builder, applied(builder, transpose, [split], { perm: move.perm }), shape);
}

/** Neighbours that stay neighbours move as one axis; a run does not go beyond its group. */
function runsOf(groups: readonly (readonly number[])[]): readonly (readonly number[])[] {
  return groups.flatMap((places) => {
    const runs: number[][] = [];
    for (const place of places) {
      const run = runs.at(-1);
      if (run !== undefined && run.at(-1) === place - 1) run.push(place);
      else runs.push([place]);
    }
    return runs;
  });
}

interface Move {
  readonly before: readonly Dim[];
  readonly perm: readonly number[];
  readonly after: readonly Dim[];
}

/** The transpose that brings runs of places into the order in which they are listed. */
function planMove(runs: readonly (readonly number[])[], sizes: readonly Dim[]): Move {
  const order = [...runs.keys()].sort((a, b) => (runs[a]?.[0] ?? 0) - (runs[b]?.[0] ?? 0));
  const perm = runs.map((_, index) => order.indexOf(index));
  const before = order.map((index) =>
    dimProduct((runs[index] ?? []).map((place) => sizes[place] ?? 1)),
  );
  return { before, perm, after: perm.map((axis) => before[axis] ?? 1) };
}

/** The value itself where it has the shape already. */
export function reshaped(builder: Builder, value: Value, shape: readonly Dim[]): Value {
  if (shapeEquals(value.type.shape, shape)) return value;
  return applied(builder, reshape, [value], { shape });
}
