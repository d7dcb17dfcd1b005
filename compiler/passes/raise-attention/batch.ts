/** Chooses the batch axes of an attention: one or two, in which the masks keep their broadcast axes. */

import { leavesOf } from '../shared/layout.ts';
import type { Layout } from '../shared/layout.ts';
import type { AttentionMatch, Mask } from './scores.ts';

export function batchLayout({ scores, masks }: AttentionMatch): Layout {
  const own = scores.slice(0, -2);
  const leaves = leavesOf(own.flat()).map((atom) => [atom]);
  const full = own.filter((atoms) => atoms.length > 0);
  const merged = [full.slice(0, -1).flat(), ...full.slice(-1)];
  const choices: readonly Layout[] = [own.length === 0 ? [[]] : own, full, leaves, merged];
  const fitting = choices.filter((layout) => layout.length === 1 || layout.length === 2);
  const whole = fitting.find((layout) => masks.every((mask) => keepsWhole(mask, layout)));
  return whole ?? fitting[0] ?? [leaves.flat()];
}

/** Along every axis of the layout the mask goes along all atoms or along none. */
function keepsWhole(mask: Mask, layout: Layout): boolean {
  const own = leavesOf(maskLayout(mask).flat());
  return layout.every((atoms) => {
    const leaves = leavesOf(atoms);
    const present = leaves.filter((atom) => own.includes(atom));
    return present.length === 0 || present.length === leaves.length;
  });
}

/** The atoms that the mask itself has, for each of its axes. */
export function maskLayout({ value, layout }: Mask): Layout {
  const { shape } = value.type;
  return shape.map((dim, axis) =>
    dim === 1 ? [] : (layout[layout.length - shape.length + axis] ?? []),
  );
}
