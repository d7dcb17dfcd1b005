/** Prints the tables of a program as JavaScript modules of plain data. */

import type { Program } from '../../runtime/web/program.ts';
import type { PackedProgram } from '../../runtime/web/tables.ts';
import { packProgram } from './pack.ts';
import { quoted, templateLiteral } from './text.ts';

export interface TableModules {
  readonly 'program.js': string;
  readonly 'kernels.js': string;
}

/** `runtime` is its module, from these. */
export function tableModules(program: Program, runtime: string): TableModules {
  const packed = packProgram(program);
  return { 'program.js': programModule(packed, runtime), 'kernels.js': kernelsModule(packed) };
}

function kernelsModule({ kernels }: PackedProgram): string {
  const families = kernels.map(([text, ...shaders]) => {
    const numbers = shaders.map((shader) => `\n${quoted(shader)},`);
    return `[${templateLiteral(text)},${numbers.join('')}],`;
  });
  return [
    '/** The WGSL shaders; runtime/kernels.d.ts says how to read them, trace.json what they are. */',
    'export const kernels = [',
    ...families,
    '];',
    '',
  ].join('\n');
}

function programModule(packed: PackedProgram, runtime: string): string {
  const { kernels: _, parameters, launches, places, steps, ...rest } = packed;
  return [
    `import { kernels } from './kernels.js';`,
    `import { unpackProgram } from '${runtime}';`,
    '',
    '/** Buffers, weights and dispatches in order; runtime/tables.d.ts says what each table means. */',
    'export const program = unpackProgram({',
    ...Object.entries(rest).map(([key, value]) => `${key}: ${data(value)},`),
    'kernels,',
    ...(parameters === undefined ? [] : rows('parameters', parameters)),
    ...rows('launches', launches),
    ...rows('places', places),
    ...rows('steps', steps),
    '});',
    '',
  ].join('\n');
}

function rows(name: string, items: readonly unknown[]): string[] {
  return [`${name}: [`, ...items.map((item) => `${data(item)},`), '],'];
}

/** Strings as literals, everything else as JSON; the keys are those of our own tables. */
function data(value: unknown): string {
  if (typeof value === 'string') return quoted(value);
  if (Array.isArray(value)) return `[${value.map(data).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, item]) => `${key}: ${data(item)}`);
    return `{${entries.join(', ')}}`;
  }
  return JSON.stringify(value);
}
