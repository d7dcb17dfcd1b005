/** Shaders in compact form and factored: nothing but white space and comments may be lost. */

import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expandKernels } from '../../runtime/web/kernels.ts';
import { compactWgsl } from '../../targets/webgpu/compact.ts';
import { factorKernels, numberKernels } from '../../targets/webgpu/factor.ts';

const GOLDEN = fileURLToPath(new URL('../golden', import.meta.url));
const SHADERS = readdirSync(GOLDEN, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.wgsl'))
  .map((path) => readFileSync(join(GOLDEN, path), 'utf8'));

/** Pieces that the patterns of the code may take for something else. */
const PIECES =
  '0 1 36 4294967295 1.5 0.000009999999747378752 3.4e+38 1e-7 0xff80 . e x u f i acc b0 vec4 < > = - + / * & ' +
  '` \\ { } " \' ; : \u2028 \n x1 x2 x3 \n1 \n2 \n3';

const text = fc
  .array(fc.constantFrom(' ', ...PIECES.split(' ')), { maxLength: 24 })
  .map((list) => list.join(''));
const texts = fc.uniqueArray(text, { minLength: 1, maxLength: 8 });

/** Texts that often differ in numbers alone. */
const alike = fc
  .tuple(text, fc.array(fc.tuple(fc.nat(3), fc.nat(3)), { minLength: 1, maxLength: 6 }))
  .map(([frame, rows]) => [
    ...new Set(rows.map(([a, b]) => `${frame} x[${a}u] + ${b} * ${a} - ${a}.5f ${frame}`)),
  ]);

/** Loops that a generator unrolled, one in the other, with numbers that mostly go in steps. */
const unrolled = fc
  .array(
    fc.record({
      rows: fc.nat(4),
      columns: fc.nat(4),
      lanes: fc.nat(4),
      first: fc.nat(20),
      step: fc.integer({ min: -3, max: 3 }),
      odd: fc.nat(30),
    }),
    { minLength: 1, maxLength: 4 },
  )
  .map((loops) => [
    ...new Set(
      loops.map(({ rows, columns, lanes, first, step, odd }) => {
        const lines: string[] = [];
        for (let row = 0; row < rows; row++) {
          lines.push(`let o${row}=${100 + row * step}u;`);
          for (let column = 0; column < columns; column++) {
            const at = row * columns + column;
            lines.push(
              `acc${at}[${at === odd ? 1 : first + at * 2}]+=o${row};`,
              `b${row}_${column}`,
            );
            for (let lane = 0; lane < lanes; lane++)
              lines.push(`c${row}_${at * 4 + lane}[${lane}]`);
          }
        }
        return lines.join('\n');
      }),
    ),
  ]);

describe('factoring', () => {
  it.each([
    ['any texts', texts],
    ['texts that differ in numbers', alike],
    ['unrolled loops', unrolled],
  ])('%s expand to the same texts', (_, arbitrary) => {
    fc.assert(
      fc.property(arbitrary, (codes) => {
        const { families, order } = factorKernels(codes);
        expect(expandKernels(families)).toEqual(order.map((index) => codes[index]));
        expect([...order].sort((a, b) => a - b)).toEqual([...codes.keys()]);
      }),
      { numRuns: 2000 },
    );
  });

  it('numbers each shader where its family expands to it', () => {
    fc.assert(
      fc.property(alike, texts, (some, others) => {
        const codes = [...others, ...some, ...others];
        const { kernels, numberOf } = numberKernels(codes);
        const expanded = expandKernels(factorKernels(kernels).families);
        for (const code of codes) expect(expanded[numberOf(code)]).toBe(compactWgsl(code));
      }),
    );
  });

  it('keeps the shaders of the golden folders', () => {
    const narrower = SHADERS.map((code) =>
      code.replace('@workgroup_size(64,', '@workgroup_size(32,'),
    );
    const codes = [...new Set([...SHADERS, ...narrower].map(compactWgsl))];
    expect(codes.length).toBeGreaterThan(10);
    const { families, order } = factorKernels(codes);
    expect(expandKernels(families)).toEqual(order.map((index) => codes[index]));
    expect(families.length).toBeLessThan(codes.length);
  });

  it('leaves equal numbers in the text and names those that agree once', () => {
    const { families, order } = factorKernels([
      'if(i>=8u){a=8u*2u+0.5f;}',
      'other 8',
      'if(i>=9u){a=9u*2u+1.5f;}',
    ]);
    expect(families).toEqual([
      ['if(i>=$0u){a=$0u*2u+$1f;}', '8 0.5', '9 1.5'],
      ['other 8', ''],
    ]);
    expect(order).toEqual([0, 2, 1]);
  });

  it('takes no number out of a name', () => {
    const [family] = factorKernels(['vec4 b0 acc1', 'vec4 b1 acc1']).families;
    expect(family).toEqual(['vec4 b0 acc1', '']);
  });

  it('rolls up what was unrolled, for all shaders of a family at once', () => {
    const three = [0, 1, 2] as const;
    const shader = (stride: number): string =>
      three
        .flatMap((row) => [
          `let o${row * 3}=${row * stride}u;`,
          ...three.flatMap((column) => [
            `if(o${row * 3}<${column}){`,
            ...three.map((lane) => `b0[o${row * 3}]=c${row}_${row * 9 + column * 3 + lane}.5f;`),
            '}',
          ]),
        ])
        .join('\n');
    const text =
      '#3\nlet o0#3=0#$0u;\n#3\nif(o0#3<0#0#1){\n#3\nb0[o0#3]=c0#1_0#9#3#1.5f;\n#\n}\n#\n#';
    expect(factorKernels([shader(8), shader(16)]).families).toEqual([[text, '8', '16']]);
    expect(expandKernels([[text, '16']])).toEqual([shader(16)]);
  });

  it('leaves what two lines only have in common', () => {
    expect(factorKernels(['a0\na1\nb']).families).toEqual([['a0\na1\nb', '']]);
  });

  it('refuses signs that it needs itself', () => {
    expect(() => factorKernels(['a # b'])).toThrow('signs that WGSL does not know');
  });
});

describe('the compact form', () => {
  it('has neither comments nor spaces that nothing needs', () => {
    const code =
      '// what\nfn main( a : u32 ) {\n\n  /* why */ let x = a  + 1u; // so\n  return;\n}\n';
    expect(compactWgsl(code)).toBe('fn main(a:u32){\nlet x=a+1u;\nreturn;\n}\n');
  });

  it('keeps signs apart that mean something else together', () => {
    expect(compactWgsl('a - -b; a & &b; var<private> x: array<f32> = y; a / /* c */ *b')).toBe(
      'a- -b;a& &b;var<private>x:array<f32> =y;a/ *b',
    );
  });

  it('keeps words, numbers and signs in order, and does not change again', () => {
    const solid = (code: string) =>
      code.replaceAll(/\/\/[^\n]*|\/\*[^]*?\*\//g, ' ').replaceAll(/\s/g, '');
    fc.assert(
      fc.property(text, (code) => {
        fc.pre(!/\/\*|\*\/|\/\//.test(code));
        const compact = compactWgsl(code);
        expect(solid(compact)).toBe(solid(code));
        expect(compactWgsl(compact)).toBe(compact);
        const words = (code: string) => code.match(/\w+/g);
        expect(words(compact)).toEqual(words(code));
      }),
      { numRuns: 2000 },
    );
    for (const code of SHADERS) expect(solid(compactWgsl(code))).toBe(solid(code));
  });
});
