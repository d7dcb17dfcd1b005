/** Prints the tables of a program as JavaScript modules of plain data. */

import type { Program } from '../../runtime/web/program.ts';
import type { PackedProgram } from '../../runtime/web/tables.ts';
import { packProgram } from './pack.ts';
import { dataLiteral, quoted, templateLiteral } from './text.ts';

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
    ...Object.entries(rest).map(([key, value]) => `${key}: ${dataLiteral(value)},`),
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
  return [`${name}: [`, ...items.map((item) => `${dataLiteral(item)},`), '],'];
}
