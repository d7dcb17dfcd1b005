/** Prints the tables of a program as JavaScript modules of plain data. */

import type { Program } from '../../runtime/web/program.ts';
import { quoted, quotedBriefly, templateLiteral } from './text.ts';
import type { TraceEntry } from './trace.ts';

export function kernelsModule({ kernels }: Program, trace: readonly TraceEntry[]): string {
  const entries = kernels.flatMap((code, index) => {
    const uses = trace.filter(({ kernel }) => kernel === index);
    const times = uses.length === 1 ? 'once' : `${uses.length} times`;
    return [
      `  // ${index}: ${quotedBriefly(uses[0]?.label ?? '')}, ${times}`,
      `  ${templateLiteral(code)},`,
    ];
  });
  return [
    '/** The WGSL shaders, each distinct one once. */',
    'export const kernels = [',
    ...entries,
    '];',
    '',
  ].join('\n');
}

export function programModule(program: Program, trace: readonly TraceEntry[]): string {
  const dispatches = program.dispatches.map((dispatch, index) => {
    const { label = '', onnx = [] } = trace[index] ?? {};
    const from = onnx[0] === undefined ? '' : ` ${quotedBriefly(onnx[0])}`;
    return `    ${data(dispatch)}, // ${index}: ${quotedBriefly(label)}${from}`;
  });
  return [
    `import { kernels } from './kernels.js';`,
    '',
    '/** Buffers, weights and dispatches in order; runtime/program.d.ts says what each table means. */',
    'export const program = {',
    ...fields(program),
    '  dispatches: [',
    ...dispatches,
    '  ],',
    '};',
    '',
  ].join('\n');
}

function fields(program: Program): string[] {
  return [
    `  model: ${quoted(program.model)},`,
    `  features: ${data(program.features)},`,
    `  limits: ${data(program.limits)},`,
    ...rows('inputs', program.inputs),
    ...rows('outputs', program.outputs),
    `  buffers: ${data(program.buffers)},`,
    ...rows('shards', program.shards),
    `  sliceBytes: ${program.sliceBytes},`,
    '  kernels,',
    ...rows('bindings', program.bindings),
  ];
}

function rows(name: string, items: readonly unknown[]): string[] {
  return [`  ${name}: [`, ...items.map((item) => `    ${data(item)},`), '  ],'];
}

/** Strings as literals, everything else as JSON; the keys are those of our own tables. */
function data(value: unknown): string {
  if (typeof value === 'string') return quoted(value);
  if (Array.isArray(value)) return `[${value.map(data).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, item]) => `${key}: ${data(item)}`);
    return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
  }
  return JSON.stringify(value);
}
