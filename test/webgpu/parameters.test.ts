/** Shaders that share a text: with each row put back into it, it is the shader that it was made of. */

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shareShaders } from '../../targets/webgpu/parameters.ts';
import type { SharedShader } from '../../targets/webgpu/parameters.ts';

const HEAD = [
  '@group(0) @binding(0) var<storage, read_write> b0: array<f32>;',
  '@compute @workgroup_size(64, 1, 1)',
  'fn main(@builtin(global_invocation_id) id: vec3<u32>) {',
];

function shader(...lines: readonly string[]): string {
  return [...HEAD, ...lines.map((line) => `  ${line}`), '}', ''].join('\n');
}

const WORD = /parameters\[(\d+)\]\.([xyzw])/g;
const LET = /^ {2}let (P\d+) = (.*);\n/gm;

/** The shader with its parameters as literals again. */
function withLiterals({ code, parameters }: SharedShader): string {
  const values = new Map<string, string>();
  for (const [, name = '', expression = ''] of code.matchAll(LET)) {
    const words = expression.replaceAll(WORD, (_, vector: string, lane: string) =>
      String(parameters[4 * Number(vector) + 'xyzw'.indexOf(lane)]),
    );
    const [, base = '', factor = ''] = /^(P\d+) \* (\d+)u$/.exec(words) ?? [];
    const [, type = '', bits = ''] = /^bitcast<([if])32>\((\d+)\)$/.exec(words) ?? [];
    if (base !== '') {
      values.set(name, `${Number.parseInt(values.get(base) ?? '', 10) * Number(factor)}u`);
    } else if (type === 'f') {
      values.set(name, `${new Float32Array(new Uint32Array([Number(bits)]).buffer)[0]}f`);
    } else {
      values.set(name, type === 'i' ? `${bits}i` : `${words}u`);
    }
  }
  return code
    .replace(/^.*var<uniform>.*\n/m, '')
    .replaceAll(LET, '')
    .replaceAll(/\bP\d+\b/g, (name) => values.get(name) ?? name);
}

/** As the generators write what is 1e-7 in f32. */
const TINY = `${Math.fround(1e-7)}f`;
const number = fc.constantFrom('0u', '1u', '3u', '64u', '4294967295u', '7i', '0.5f', TINY, '4');
const line = fc
  .tuple(fc.constantFrom('let a = id.x * ', 'if (i >= ', 'return -'), number, number)
  .map(([start, one, other]) => `${start}${one} + ${other};`);
const lines = fc.array(line, { minLength: 1, maxLength: 5 });

describe('shared shaders', () => {
  it('are those that they were made of', () => {
    fc.assert(
      fc.property(fc.array(lines, { minLength: 1, maxLength: 6 }), (list) => {
        const codes = list.map((texts) => shader(...texts));
        const shared = shareShaders(codes);
        expect(shared.map(withLiterals)).toEqual(codes);
      }),
      { numRuns: 1000 },
    );
  });

  it('read what differs once, and multiples of it not at all', () => {
    const of = (rows: number, columns: number, scale: string): string =>
      shader(
        `if (i >= ${rows}u) { return; }`,
        `let t0 = i / ${columns}u + ${2 * columns}u + ${rows}u + 8u;`,
        `b0[t0] = ${scale}f;`,
      );
    const [first, second] = shareShaders([of(5, 16, '0.5'), of(7, 32, '0.25')]);
    expect(first?.code).toBe(second?.code);
    expect(first?.code.split('\n').slice(1)).toEqual([
      '@group(0) @binding(1) var<uniform> parameters: array<vec4<u32>, 1>;',
      ...HEAD.slice(1),
      '  let P0 = parameters[0].x;',
      '  let P1 = parameters[0].y;',
      '  let P2 = P1 * 2u;',
      '  let P3 = bitcast<f32>(parameters[0].z);',
      '  if (i >= P0) { return; }',
      '  let t0 = i / P1 + P2 + P0 + 8u;',
      '  b0[t0] = P3;',
      '}',
      '',
    ]);
    expect([first?.parameters, second?.parameters]).toEqual([
      [5, 16, 0x3f000000],
      [7, 32, 0x3e800000],
    ]);
  });

  it.each([
    ['the index of a register', (n: number) => [`let x = v[${n}u];`]],
    ['the size of an array', (n: number) => [`var x: array<f32, ${n}u>;`]],
    ['the lane of a broadcast', (n: number) => [`let x = subgroupBroadcast(y, ${n}u);`]],
    ['a constant', (n: number) => [`const x = ${n}u;`]],
    ['a number without a type', (n: number) => [`let x = y.x + ${n};`]],
    ['a number in a name', (n: number) => [`let x = y${n}u;`]],
    [
      'more numbers than a row holds',
      (n: number) => Array.from({ length: 66 }, (_, at) => `let x = y + ${99 + at * n}u;`),
    ],
  ])('keep %s', (_, lines) => {
    const codes = [1, 2].map((n) => shader(...lines(n)));
    expect(shareShaders(codes)).toEqual(codes.map((code) => ({ code, parameters: [] })));
  });

  it('keep numbers of their helpers and of what they declare', () => {
    const codes = [32, 64].map((size) => `fn f() -> u32 { return ${size}u; }\n${shader()}`);
    const sizes = [32, 64].map((size) => shader().replace('(64,', `(${size},`));
    for (const both of [codes, sizes]) {
      expect(shareShaders(both).map(({ code }) => code)).toEqual(both);
    }
  });

  it('have names of their own in every golden shader', () => {
    const golden = fileURLToPath(new URL('../golden', import.meta.url));
    const texts = readdirSync(golden, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.wgsl'))
      .map((path) => readFileSync(join(golden, path), 'utf8'));
    const shared = texts.filter((text) => text.includes('var<uniform>'));
    expect(shared.length).toBeGreaterThan(0);
    for (const text of shared) expect(text).toMatch(/let P0 = parameters\[0\]\.x;/);
    for (const text of texts) {
      if (!shared.includes(text)) expect(text).not.toMatch(/\b(P\d+|parameters)\b/);
    }
  });
});
