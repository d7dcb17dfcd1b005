/** Factors shaders: those that differ only in numbers become one text with the numbers of each. */

import type { KernelFamily } from '../../runtime/web/kernels.ts';
import { compactWgsl } from './compact.ts';

export interface Factored {
  readonly families: readonly KernelFamily[];
  /** What the families expand to: indices of the given shaders, those of a family in a row. */
  readonly order: readonly number[];
}

/** Numbers as the shaders write them, without a sign or a suffix, and not those in names. */
const NUMBER = /(?<![\w.$])(?:0[xX][\da-fA-F]+|\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)/g;

interface Shader {
  readonly index: number;
  readonly numbers: readonly string[];
}

export function factorKernels(codes: readonly string[]): Factored {
  const groups = new Map<string, Shader[]>();
  for (const [index, code] of codes.entries()) {
    const skeleton = code.replaceAll('$', '$$$$').replaceAll(NUMBER, '$#');
    const group = groups.get(skeleton) ?? [];
    groups.set(skeleton, group);
    group.push({ index, numbers: code.match(NUMBER) ?? [] });
  }
  return {
    families: [...groups].map(([skeleton, shaders]) => family(skeleton, shaders)),
    order: [...groups.values()].flatMap((shaders) => shaders.map(({ index }) => index)),
  };
}

/** The distinct shaders in compact form, numbered so that those of a family follow each other. */
export function numberKernels(codes: readonly string[]): {
  readonly kernels: readonly string[];
  readonly numberOf: (code: string) => number;
} {
  const distinct = [...new Set(codes)];
  const compact = distinct.map(compactWgsl);
  const { order } = factorKernels(compact);
  const numbers = new Map(order.map((index, number) => [distinct[index], number]));
  return {
    kernels: order.map((index) => compact[index] ?? ''),
    numberOf: (code) => numbers.get(code) ?? 0,
  };
}

/** Numbers that all shaders share stay in the text; numbers that always agree share a parameter. */
function family(skeleton: string, shaders: readonly Shader[]): KernelFamily {
  const parameters = new Map<string, readonly string[]>();
  const names = new Map<string, number>();
  let at = 0;
  const text = skeleton.replaceAll(/\$([#$])/g, (sign, kind) => {
    if (kind === '$') return sign;
    const column = shaders.map(({ numbers }) => numbers[at] ?? '');
    at++;
    const [first = ''] = column;
    if (column.every((number) => number === first)) return first;
    const key = column.join(' ');
    const name = names.get(key) ?? names.size;
    names.set(key, name);
    parameters.set(key, column);
    return `$${name}`;
  });
  const columns = [...parameters.values()];
  const rows = shaders.map((_, row) => columns.map((column) => column[row]).join(' '));
  return [text, ...rows];
}
