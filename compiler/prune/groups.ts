/** Dependency groups: weights whose computed channels stay or go together, and groups that must lose the same share. */

import type { ChannelAnalysis, Producer } from './analyse.ts';
import type { Balance, Relations } from './relations.ts';

export interface ChannelGroup {
  readonly index: number;
  readonly producers: readonly Producer[];
  /** One number for each set of channels that may go. */
  readonly removable: readonly number[];
  /** Sets of channels, also those that must stay. */
  readonly size: number;
  /** Names of weights and nodes of the model, for people and globs. */
  readonly names: readonly string[];
}

/** Groups that share a norm or a split into heads. */
export interface Unit {
  readonly groups: readonly ChannelGroup[];
  readonly balances: readonly Balance[];
}

export function groupsOf({ relations, producers }: ChannelAnalysis): readonly ChannelGroup[] {
  const lists = merged(
    producers.map((producer) => ({ item: producer, keys: setsOf(producer.ids, relations) })),
  );
  return lists.map(({ items, keys }, index) => ({
    index,
    producers: items,
    removable: [...keys].filter((set) => relations.sets.isRemovable(set)),
    size: keys.size,
    names: [...new Set(items.flatMap(namesOf))],
  }));
}

export function unitsOf(
  groups: readonly ChannelGroup[],
  relations: Relations,
  joins: (balance: Balance) => boolean = () => true,
): readonly Unit[] {
  const groupOf = new Map<number, number>();
  for (const group of groups) {
    for (const { ids } of group.producers) {
      for (const id of ids) groupOf.set(relations.sets.find(id), group.index);
    }
  }
  const touched = relations.balances.map((balance) => {
    const sets = [...setsOf(balance.ids, relations)];
    return { balance, keys: new Set(sets.flatMap((set) => groupOf.get(set) ?? [])) };
  });
  const joint = merged([
    ...groups.map(({ index }) => ({ item: undefined, keys: new Set([index]) })),
    ...touched
      .filter(({ balance, keys }) => joins(balance) && keys.size > 0)
      .map(({ keys }) => ({ item: undefined, keys })),
  ]);
  return joint.map(({ keys }) => ({
    groups: groups.filter(({ index }) => keys.has(index)),
    balances: touched
      .filter((item) => [...item.keys].some((key) => keys.has(key)))
      .map(({ balance }) => balance),
  }));
}

export function setsOf(ids: Iterable<number>, { sets }: Relations): Set<number> {
  return new Set(Array.from(ids, (id) => sets.find(id)));
}

/** The first name that says where a group is. */
export function nameOf(group: ChannelGroup): string {
  return group.names[0] ?? `group ${group.index}`;
}

function namesOf({ weight, node }: Producer): readonly string[] {
  return [weight.name ?? [], node.origin.onnx].flat();
}

interface Keyed<T> {
  readonly item: T;
  readonly keys: ReadonlySet<number>;
}

/** Joins what shares a key, in order of first appearance. */
function merged<T>(
  list: readonly Keyed<T>[],
): readonly { readonly items: readonly T[]; readonly keys: ReadonlySet<number> }[] {
  const parents = list.map((_, index) => index);
  const find = (index: number): number => {
    let root = index;
    while (parents[root] !== root) root = parents[root] ?? root;
    return root;
  };
  const owner = new Map<number, number>();
  for (const [index, { keys }] of list.entries()) {
    for (const key of keys) {
      const other = owner.get(key);
      if (other === undefined) owner.set(key, index);
      else {
        const [low, high] = [find(index), find(other)].sort((a, b) => a - b);
        parents[high ?? index] = low ?? index;
      }
    }
  }
  const joint = new Map<number, { items: T[]; keys: Set<number> }>();
  for (const [index, { item, keys }] of list.entries()) {
    const root = find(index);
    const entry = joint.get(root) ?? { items: [], keys: new Set<number>() };
    entry.items.push(item);
    for (const key of keys) entry.keys.add(key);
    joint.set(root, entry);
  }
  return [...joint.values()];
}
