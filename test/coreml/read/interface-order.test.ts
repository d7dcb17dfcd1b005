/** The interface as a whole: the order of its features, and what a model of one function does not say. */

import { expect, it } from 'vitest';
import { TestPackage, arrayFeature, packageFiles, problemsOf } from '../../support/mil-package.ts';
import { bytes, concat, integer, text } from '../../support/wire.ts';
import { f32 } from './operation-case.ts';

const feature = (field: number, name: string): Uint8Array =>
  bytes(field, text(1, name), bytes(3, arrayFeature(f32(1))));

/** Of a package with the inputs a, b and the outputs v0, v1. */
async function problems(features: Uint8Array, extra: Uint8Array = concat()): Promise<string> {
  const p = new TestPackage();
  const sides = ['a', 'b'].map((name) => p.input(name, f32(1)));
  for (const x of sides) p.output(p.op('relu', { x }, f32(1)), f32(1));
  const outputs = p.model(p.program(), bytes(2, features));
  const found = await problemsOf(packageFiles(concat(outputs, extra)));
  return found.map(({ code, message }) => `${code} ${message}`).join('\n');
}

const [a, b] = [feature(1, 'a'), feature(1, 'b')];
/** Values and operations are counted together. */
const outputs = ['v0', 'v2'].map((name) => feature(10, name));

it('is taken in the order of the function', async () => {
  expect(await problems(concat(a, b, ...outputs))).toBe('');
});

it('has its inputs in the order of the function', async () => {
  expect(await problems(concat(b, a, ...outputs))).toBe(
    'SNAPC4435 the interface describes the inputs b, a, the function has a, b',
  );
});

it('has its outputs in the order of the function', async () => {
  expect(await problems(concat(a, b, ...outputs.toReversed()))).toBe(
    'SNAPC4435 the interface describes the outputs v2, v0, the function has v0, v2',
  );
});

it('names no default among no functions', async () => {
  const found = await problems(concat(a, b, ...outputs, text(21, 'main')));
  expect(found).toBe('SNAPC4435 the interface names a default function and describes no functions');
});

it('is of no model that is updated on the device', async () => {
  expect(await problems(concat(a, b, ...outputs), integer(10, 1))).toContain('is updatable');
});
