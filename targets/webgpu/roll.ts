/** Rolls up lines that generators unrolled: equal but for numbers, each of which grows by the same step. */

/** A number of a text: what it is in each shader of the family. */
export type Column = readonly string[];

/** A number and its steps in the repeats around it, the outermost first. */
export interface Slot {
  readonly column: Column;
  readonly steps: readonly Column[];
}

/** Lines with `\0` for each number; `#n` and `#` are lines around what is there n times. */
export interface Lines {
  readonly shape: string;
  readonly slots: readonly Slot[];
}

/** Fewer are not worth what their steps take. */
const LEAST = 3;

export function rollUp(lines: readonly Lines[]): readonly Lines[] {
  let list = lines;
  for (let period = 1; period * LEAST <= list.length;) {
    const folded = foldRuns(list, period);
    // What is folded may be the inner part of something that is there several times.
    period = folded.length < list.length ? 1 : period + 1;
    list = folded;
  }
  return list;
}

function foldRuns(list: readonly Lines[], period: number): readonly Lines[] {
  const folded: Lines[] = [];
  for (let at = 0; at < list.length;) {
    const run = runAt(list, at, period);
    if (run === undefined) {
      folded.push(...list.slice(at, ++at));
    } else {
      folded.push(run.lines);
      at += run.count * period;
    }
  }
  return folded;
}

interface Run {
  readonly lines: Lines;
  readonly count: number;
}

function runAt(list: readonly Lines[], start: number, period: number): Run | undefined {
  const block = (index: number): readonly Lines[] =>
    list.slice(start + index * period, start + (index + 1) * period);
  const first = block(0);
  const alike = (index: number): boolean =>
    first.every(({ shape }, line) => shape === list[start + index * period + line]?.shape);
  if (!alike(1)) return undefined;
  const slots = slotsOf(first);
  const steps = stepsBetween(slots, slotsOf(block(1)));
  if (steps === undefined) return undefined;
  let count = 2;
  while (alike(count) && follows(slotsOf(block(count)), slots, steps, count)) count++;
  if (count < LEAST) return undefined;
  const shape = [`#${count}`, ...first.map((line) => line.shape), '#'].join('\n');
  return {
    count,
    lines: { shape, slots: slots.map((slot, index) => stepped(slot, steps[index])) },
  };
}

function slotsOf(lines: readonly Lines[]): readonly Slot[] {
  return lines.flatMap(({ slots }) => slots);
}

/** For each slot what each shader adds; nothing where a slot differs by more than a whole number. */
function stepsBetween(
  from: readonly Slot[],
  to: readonly Slot[],
): readonly (readonly number[])[] | undefined {
  const steps = from.map(({ column, steps }, index) => {
    const next = to[index];
    if (next === undefined || String(steps) !== String(next.steps)) return undefined;
    const added = column.map((text, shader) => difference(text, next.column[shader] ?? ''));
    return added.every((step) => step !== undefined) ? added : undefined;
  });
  return steps.every((step) => step !== undefined) ? steps : undefined;
}

function difference(from: string, to: string): number | undefined {
  if (from === to) return 0;
  return isWhole(from) && isWhole(to) ? Number(to) - Number(from) : undefined;
}

/** Whether the number is printed as it is written. */
function isWhole(text: string): boolean {
  return /^(?:0|[1-9]\d{0,14})$/.test(text);
}

function follows(
  later: readonly Slot[],
  first: readonly Slot[],
  steps: readonly (readonly number[])[],
  index: number,
): boolean {
  const found = stepsBetween(first, later);
  return (
    found?.every((added, slot) =>
      added.every((sum, shader) => sum === index * (steps[slot]?.[shader] ?? 0)),
    ) ?? false
  );
}

function stepped(slot: Slot, added: readonly number[] = []): Slot {
  if (slot.steps.length === 0 && added.every((step) => step === 0)) return slot;
  return { ...slot, steps: [added.map(String), ...slot.steps] };
}
