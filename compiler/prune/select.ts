/** Chooses which channels go: the least important, as many as the ratio says and the balances allow. */

import { gcd } from '../../ir/dim.ts';
import { setsOf, unitsOf } from './groups.ts';
import type { ChannelGroup, Unit } from './groups.ts';
import type { Balance, Relations } from './relations.ts';

export interface SelectOptions {
  /** The share of a group's channels that goes. */
  readonly ratio: (group: ChannelGroup) => number;
  /** Of a set of channels; the lowest go first. */
  readonly importance: (set: number) => number;
  /** What stays of a group is a multiple of it. */
  readonly multipleOf: number;
}

export interface Selection {
  /** Sets of channels that go. */
  readonly removed: ReadonlySet<number>;
  /** Whose ratio allows no cut, or only one that is far from it. */
  readonly uncut: readonly ChannelGroup[];
  /** Whose norms get groups of other channels than before. */
  readonly regrouped: readonly ChannelGroup[];
  /** Which had to take the ratio of another group. */
  readonly coupled: readonly ChannelGroup[];
}

interface Choice {
  readonly removed: ReadonlySet<number>;
  readonly distance: number;
}

export function selectChannels(
  groups: readonly ChannelGroup[],
  relations: Relations,
  options: SelectOptions,
): Selection {
  const removed = new Set<number>();
  const uncut: ChannelGroup[] = [];
  const regrouped: ChannelGroup[] = [];
  const coupled: ChannelGroup[] = [];
  for (const unit of unitsOf(groups, relations)) {
    const wanted = unit.groups.filter(
      (group) => options.ratio(group) > 0 && group.removable.length > 0,
    );
    if (wanted.length === 0) continue;
    const kept = choose(unit, relations, options, false);
    const drawn =
      kept !== undefined && kept.distance < NEAR
        ? undefined
        : choose(unit, relations, options, true);
    const isDrawn = drawn !== undefined && drawn.distance < (kept?.distance ?? Infinity) - 1e-9;
    const choice = isDrawn ? drawn : kept;
    for (const set of choice?.removed ?? []) removed.add(set);
    if (isDrawn) regrouped.push(...wanted);
    else if (unit.groups.some((group) => options.ratio(group) !== ratioOf(unit, options))) {
      coupled.push(...unit.groups);
    }
    uncut.push(
      ...wanted.filter((group) => !group.removable.some((set) => choice?.removed.has(set))),
    );
  }
  return { removed, uncut, regrouped, coupled };
}

/** A cut that misses the ratio by less is good enough to leave the groups of norms as they are. */
const NEAR = 0.06;

/** Groups that share a norm lose the least that is asked of any. */
function ratioOf({ groups }: Unit, { ratio }: SelectOptions): number {
  return Math.min(...groups.map(ratio));
}

/** The nearest cut; with `regroup` the groups of norms are drawn anew, so that only their number must divide. */
function choose(
  unit: Unit,
  relations: Relations,
  options: SelectOptions,
  regroup: boolean,
): Choice | undefined {
  const isExact = (balance: Balance): boolean => !regroup || !balance.regroups;
  const exact = unit.balances.filter(isExact);
  const drawn = unit.balances.filter((balance) => !isExact(balance));
  const step = drawn.reduce((product, { blocks }) => leastMultiple(product, blocks), 1);
  const parts = regroup ? unitsOf(unit.groups, relations, isExact) : [unit];
  const removed = new Set<number>();
  let missed = 0;
  for (const part of parts) {
    const target = regroup ? ratioOf(part, options) : ratioOf(unit, options);
    const cells = cellsOf(part.groups, exact, relations, options);
    const choice = nearest(
      cells,
      target,
      step,
      (gone) =>
        part.groups.every((group) => fitsMultiple(group, gone, options)) &&
        exact.every((balance) => isEven(balance, gone, relations)),
    );
    if (choice === undefined) return undefined;
    for (const set of choice.removed) removed.add(set);
    missed = Math.max(missed, choice.distance);
  }
  const divides = drawn.every(({ ids, blocks }) => {
    const left = ids.filter((id) => !removed.has(relations.sets.find(id))).length;
    return left > 0 && left % blocks === 0;
  });
  return divides ? { removed, distance: missed } : undefined;
}

/** Sets with the same part in every balance, the least important first. */
interface Cell {
  readonly size: number;
  readonly removable: readonly number[];
}

function cellsOf(
  groups: readonly ChannelGroup[],
  balances: readonly Balance[],
  relations: Relations,
  { importance }: SelectOptions,
): readonly Cell[] {
  const parts = new Map<number, Map<string, number>>();
  for (const [index, { ids, blocks }] of balances.entries()) {
    const width = ids.length / blocks;
    ids.forEach((id, at) => {
      const set = relations.sets.find(id);
      const own = parts.get(set) ?? new Map<string, number>();
      const key = `${index}:${Math.floor(at / width)}`;
      parts.set(set, own.set(key, (own.get(key) ?? 0) + 1));
    });
  }
  const cells = new Map<string, { size: number; removable: number[] }>();
  for (const group of groups) {
    const sets = setsOf(
      group.producers.flatMap(({ ids }) => Array.from(ids)),
      relations,
    );
    for (const set of sets) {
      const own = Array.from(parts.get(set) ?? [], ([key, count]) => `${key}x${count}`).sort();
      const key = `${group.index} ${own.join(' ')}`;
      const cell = cells.get(key) ?? { size: 0, removable: [] };
      cell.size++;
      if (relations.sets.isRemovable(set)) cell.removable.push(set);
      cells.set(key, cell);
    }
  }
  for (const { removable } of cells.values()) {
    removable.sort((a, b) => importance(a) - importance(b) || a - b);
  }
  return [...cells.values()];
}

/** The cut nearest to the target that is the same share of every cell, whole, and accepted. */
function nearest(
  cells: readonly Cell[],
  target: number,
  step: number,
  accepts: (removed: ReadonlySet<number>) => boolean,
): Choice | undefined {
  const movable = cells.filter(({ removable }) => removable.length > 0);
  const parts = movable.reduce((divisor, { size }) => gcd(divisor, size), 0);
  const goal = (1 - target) * parts;
  const shares = Array.from({ length: parts }, (_, index) => index + 1).sort(
    (a, b) => Math.abs(a - goal) - Math.abs(b - goal) || b - a,
  );
  for (const share of shares) {
    const counts = movable.map(({ size }) => size - (size / parts) * share);
    const possible = movable.every(({ removable, size }, index) => {
      const count = counts[index] ?? 0;
      return count <= removable.length && count < size && count % step === 0;
    });
    if (!possible) continue;
    const removed = new Set(
      movable.flatMap(({ removable }, index) => removable.slice(0, counts[index])),
    );
    if (accepts(removed)) return { removed, distance: Math.abs(share - goal) / parts };
  }
  return movable.length === 0 ? { removed: new Set(), distance: 0 } : undefined;
}

function fitsMultiple(
  { removable, size }: ChannelGroup,
  removed: ReadonlySet<number>,
  { multipleOf }: SelectOptions,
): boolean {
  const gone = removable.filter((set) => removed.has(set)).length;
  return gone === 0 || (size - gone) % multipleOf === 0;
}

function isEven(
  { ids, blocks }: Balance,
  removed: ReadonlySet<number>,
  { sets }: Relations,
): boolean {
  const width = ids.length / blocks;
  const counts = Array.from({ length: blocks }, () => 0);
  ids.forEach((id, at) => {
    const block = Math.floor(at / width);
    if (!removed.has(sets.find(id))) counts[block] = (counts[block] ?? 0) + 1;
  });
  return counts.every((count) => count === counts[0]) && counts[0] !== 0;
}

function leastMultiple(a: number, b: number): number {
  return (a * b) / gcd(a, b);
}
