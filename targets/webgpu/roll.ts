/** Rolls up lines that generators unrolled: equal but for numbers, each of which grows by the same step. */

/** What a number of a text is in each shader of the family. */
export type Column = readonly string[];

/** A number and its steps in the repeats around it, the outermost first. */
export interface Slot {
  readonly column: Column;
  /** The same as numbers; NaN where a whole number would not be written like this. */
  readonly values: readonly number[];
  readonly steps: readonly Column[];
}

/** Lines with `\0` for each number; `#n` and `#` are lines around what is there n times. */
export interface Lines {
  readonly shape: string;
  readonly slots: readonly Slot[];
}

/** Fewer are not worth what their steps take. */
const LEAST = 3;

/** Lines from one repeat to the next, counted after what is inside them was folded. */
const LONGEST = 64;

export function slotOf(column: Column): Slot {
  const values = column.map((text) => (/^(?:0|[1-9]\d{0,14})$/.test(text) ? Number(text) : NaN));
  return { column, values, steps: [] };
}

export function rollUp(lines: readonly Lines[]): readonly Lines[] {
  let list = lines;
  for (let period = 1; period <= LONGEST && period * LEAST <= list.length;) {
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
    const count = repeatsAt(list, at, period);
    if (count < LEAST) {
      folded.push(...list.slice(at, ++at));
    } else {
      const [first, second] = [0, period].map((from) => list.slice(at + from, at + from + period));
      folded.push(repeated(count, first ?? [], second ?? []));
      at += count * period;
    }
  }
  return folded;
}

/** How many times the lines from `start` on are there; 1 where they are fewer than is worth a repeat. */
function repeatsAt(list: readonly Lines[], start: number, period: number): number {
  const goesOn = (line: number, index: number): boolean => {
    const [first, second, before, next] = [0, 1, index - 1, index].map(
      (at) => list[line + at * period],
    );
    return (
      first?.shape === next?.shape &&
      first !== undefined &&
      first.slots.every((slot, at) =>
        inStep(slot, second?.slots[at], before?.slots[at], next?.slots[at]),
      )
    );
  };
  // Closing brackets belong to different blocks.
  if (list.slice(start, start + period).every(({ slots }) => slots.length === 0)) return 1;
  // Line by line and not repeat by repeat, since most lines end here.
  for (let line = start; line < start + period; line++) {
    for (let index = 1; index < LEAST; index++) if (!goesOn(line, index)) return 1;
  }
  for (let count = LEAST; ; count++) {
    for (let line = start; line < start + period; line++) if (!goesOn(line, count)) return count;
  }
}

/** Whether the number goes on from `before` to `next` as from `first` to `second`, in every shader. */
function inStep(first: Slot, second?: Slot, before?: Slot, next?: Slot): boolean {
  if (second === undefined || before === undefined || next === undefined) return false;
  return (
    first.column.every((_, at) => stepOf(before, next, at) === stepOf(first, second, at)) &&
    first.steps.length === next.steps.length &&
    first.steps.every((step, at) => step.join() === next.steps[at]?.join())
  );
}

/** NaN, which equals nothing, where other texts than whole numbers differ. */
function stepOf(from: Slot, to: Slot, shader: number): number {
  if (from.column[shader] === to.column[shader]) return 0;
  return (to.values[shader] ?? NaN) - (from.values[shader] ?? NaN);
}

function repeated(count: number, first: readonly Lines[], second: readonly Lines[]): Lines {
  const next = second.flatMap(({ slots }) => slots);
  const slots = first
    .flatMap((lines) => lines.slots)
    .map((slot, at): Slot => {
      const added = slot.column.map((_, shader) => stepOf(slot, next[at] ?? slot, shader));
      if (slot.steps.length === 0 && added.every((step) => step === 0)) return slot;
      return { ...slot, steps: [added.map(String), ...slot.steps] };
    });
  return { shape: [`#${count}`, ...first.map(({ shape }) => shape), '#'].join('\n'), slots };
}
