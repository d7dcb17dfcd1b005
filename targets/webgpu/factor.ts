/** Factors shaders: those that differ only in numbers become one text with the numbers of each. */

import type { KernelFamily } from '../../runtime/web/kernels.ts';
import { compactWgsl } from './compact.ts';
import { rollUp, slotOf } from './roll.ts';
import type { Column, Lines } from './roll.ts';

export interface Factored {
  readonly families: readonly KernelFamily[];
  /** What the families expand to: indices of the given shaders, those of a family in a row. */
  readonly order: readonly number[];
}

/** Numbers as the shaders write them, without a sign or a suffix, and not those in names. */
const NUMBER = /(?<![\w.])(?:0[xX][\da-fA-F]+|\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)/g;

/** The same, and numbers in names. */
const SLOT = new RegExp(`${NUMBER.source}|\\d+`, 'g');

/** The shaders must be free of `$` and `#`, as WGSL without comments is. */
export function factorKernels(codes: readonly string[]): Factored {
  const groups = groupsOf(codes);
  return {
    families: groups.map((group) => family(group.map((index) => codes[index] ?? ''))),
    order: groups.flat(),
  };
}

/** Indices of shaders that differ in numbers alone. */
function groupsOf(codes: readonly string[]): readonly (readonly number[])[] {
  const groups = new Map<string, number[]>();
  for (const [index, code] of codes.entries()) {
    if (/[$#]/.test(code)) throw new Error('a shader has signs that WGSL does not know');
    const skeleton = code.replaceAll(NUMBER, '$');
    const group = groups.get(skeleton) ?? [];
    groups.set(skeleton, group);
    group.push(index);
  }
  return [...groups.values()];
}

/** The distinct shaders in compact form, numbered so that those of a family follow each other. */
export function numberKernels(codes: readonly string[]): {
  readonly kernels: readonly string[];
  readonly numberOf: (code: string) => number;
} {
  const distinct = [...new Set(codes)];
  const compact = distinct.map(compactWgsl);
  const order = groupsOf(compact).flat();
  const numbers = new Map(order.map((index, number) => [distinct[index], number]));
  return {
    kernels: order.map((index) => compact[index] ?? ''),
    numberOf: (code) => numbers.get(code) ?? 0,
  };
}

/** Numbers that all shaders share stay in the text; numbers that always agree share a parameter. */
function family(codes: readonly string[]): KernelFamily {
  const columns: Column[] = [];
  const names = new Map<string, number>();
  const print = (column: Column): string => {
    const [first = ''] = column;
    if (column.every((number) => number === first)) return first;
    const key = column.join(' ');
    const name = names.get(key) ?? columns.push(column) - 1;
    names.set(key, name);
    return `$${name}`;
  };
  const text = rollUp(linesOf(codes)).map(({ shape, slots }) => {
    let at = 0;
    return shape.replaceAll('\0', () => {
      const { column = [], steps = [] } = slots[at++] ?? {};
      return [column, ...steps].map(print).join('#');
    });
  });
  const rows = codes.map((_, row) => columns.map((column) => column[row]).join(' '));
  return [text.join('\n'), ...rows];
}

/** The lines of shaders that differ in numbers alone. */
function linesOf(codes: readonly string[]): readonly Lines[] {
  const [first = ''] = codes;
  const numbers = codes.map((code) => code.match(SLOT) ?? []);
  let at = 0;
  return first.split('\n').map((line) => {
    const count = line.match(SLOT)?.length ?? 0;
    const slots = Array.from({ length: count }, (_, index) =>
      slotOf(numbers.map((list) => list[at + index] ?? '')),
    );
    at += count;
    return { shape: line.replaceAll(SLOT, '\0'), slots };
  });
}
