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
  '$ $0 $$ $# # ` \\ ${ } " \' ; \u2028';

const text = fc
  .array(fc.constantFrom(' ', '\n', ...PIECES.split(' ')), { maxLength: 24 })
  .map((list) => list.join(''));
const texts = fc.uniqueArray(text, { minLength: 1, maxLength: 8 });

/** Texts that often differ in numbers alone. */
const alike = fc
  .tuple(text, fc.array(fc.tuple(fc.nat(3), fc.nat(3)), { minLength: 1, maxLength: 6 }))
  .map(([frame, rows]) => [
    ...new Set(rows.map(([a, b]) => `${frame} x[${a}u] + ${b} * ${a} - ${a}.5f ${frame}`)),
  ]);

describe('factoring', () => {
  it.each([
    ['any texts', texts],
    ['texts that differ in numbers', alike],
  ])('%s expands to the same texts', (_, arbitrary) => {
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
    const codes = [...new Set(SHADERS.map(compactWgsl))];
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
