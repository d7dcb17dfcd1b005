/** Where the blocks of a map stand: the U of a UNet, stage by stage, or a chain in two columns. */

import { grouped } from '../blocks.ts';
import type { BlockReport } from '../data.ts';

export const [ROW, COLUMN, BETWEEN] = [16, 164, 36];
export const WIDTH = 2 * COLUMN + BETWEEN;
const GAP = 12;
/** Above a stage. */
const CAPTION = 14;
/** Addresses within a stage are short, scopes are not. */
const [SHORT, LONG] = [50, 88];

export interface Placed {
  readonly block: BlockReport;
  /** Among all blocks. */
  readonly index: number;
  readonly x: number;
  readonly y: number;
  /** Room for the address. */
  readonly label: number;
}

export interface Layout {
  readonly placed: readonly Placed[];
  readonly captions: readonly { readonly text: string; readonly x: number; readonly y: number }[];
  readonly height: number;
  /** Where a skip connection leads across. */
  readonly skips: readonly number[];
}

interface Entry {
  readonly block: BlockReport;
  readonly index: number;
}

/** Stages of one resolution side by side, the lowest at the bottom; on the way up the last comes highest. */
export function placedAsU(blocks: readonly BlockReport[]): Layout {
  const entries = blocks.map((block, index) => ({ block, index }));
  const stages = grouped(entries, ({ block }) => block.stage);
  const levels = Math.max(0, ...Array.from(stages.keys(), (stage) => levelOf(stage) + 1));
  const placed: Placed[] = [];
  const captions: { text: string; x: number; y: number }[] = [];
  const skips: number[] = [];
  const stack = (list: readonly Entry[], x: number, top: number): void => {
    const [caption] = list.flatMap(({ block }) => captionOf(block));
    const isStage = list[0]?.block.stage !== '';
    if (caption !== undefined && isStage) captions.push({ text: caption, x: x + SHORT, y: top });
    const start = isStage ? top + CAPTION : top;
    list.forEach((one, row) => placed.push({ ...one, x, y: start + row * ROW, label: SHORT }));
  };
  const named = (address: string) => entries.filter(({ block }) => block.address === address);
  const right = COLUMN + BETWEEN;
  stack(named('in'), 0, 0);
  stack(named('out'), right, 0);
  let y = ROW + GAP;
  for (let level = 0; level < levels; level++) {
    const down = stages.get(`down.${level}`) ?? [];
    const up = (stages.get(`up.${levels - 1 - level}`) ?? []).toReversed();
    stack(down, 0, y);
    stack(up, right, y);
    const shorter = Math.min(down.length, up.length);
    if (shorter > 0) skips.push(y + CAPTION + (ROW * shorter) / 2);
    y += CAPTION + ROW * Math.max(down.length, up.length) + GAP;
  }
  const middle = stages.get('mid') ?? [];
  stack(middle, right / 2, y);
  y += CAPTION + ROW * middle.length + GAP;
  const ends = ['in', 'out'];
  const rest = (stages.get('') ?? []).filter(({ block }) => !ends.includes(block.address));
  stack(rest, 0, y);
  return { placed, captions, height: y + ROW * rest.length, skips };
}

/** `down.1 at 32 × 32` */
function captionOf({ stage, resolution, kind }: BlockReport): readonly string[] {
  return kind === 'sampler' ? [] : [`${stage} at ${resolution.join(' × ')}`];
}

/** `down.2` and `up.2` have the number 2. */
function levelOf(stage: string): number {
  return Number(/^(?:down|up)\.(\d+)$/.exec(stage)?.[1] ?? -1);
}

/** Down one column and on in the next. */
export function placedAsChain(blocks: readonly BlockReport[]): Layout {
  const rows = Math.ceil(blocks.length / 2);
  const placed = blocks.map((block, index) => ({
    block,
    index,
    x: index < rows ? 0 : COLUMN + BETWEEN,
    y: (index % rows) * ROW,
    label: LONG,
  }));
  return { placed, captions: [], height: rows * ROW, skips: [] };
}
