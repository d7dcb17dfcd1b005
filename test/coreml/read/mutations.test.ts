/**
 * Packages of ours changed in one place each: the validator tells it, but for changes that give another valid package,
 * which are listed here with their reasons.
 */

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { assert, asyncProperty, nat } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeModel } from '../../../targets/coreml/schema/encode.ts';
import type { Model } from '../../../targets/coreml/schema/model.ts';
import { TestPackage, problemsOf } from '../../support/mil-package.ts';
import { weightFile } from '../../support/mil-wire.ts';
import { compileGraph, deviceOf, graphOf } from '../written-package.ts';
import { mutations } from './mutated.ts';
import { CHANGES, MANIFEST, MODEL, WEIGHTS, checkMutations, packed } from './mutation-check.ts';
import type { Packed } from './mutation-check.ts';

const GOLDEN = fileURLToPath(new URL('../../golden', import.meta.url));
async function compiled(name: string, version: number): Promise<Packed> {
  const graph = graphOf(readFileSync(`${GOLDEN}/${name}.ir`, 'utf8'));
  return packed(await compileGraph(graph, { device: deviceOf(version), precision: 'fp16' }));
}

describe.each([
  ['attention', 9],
  ['attention', 7],
  ['residual-block', 8],
  ['perceptron', 10],
] as const)('%s for specification version %i', (name, version) => {
  it('with another model', async () => {
    const given = await compiled(name, version);
    const all = [...mutations(given.model)];
    await checkMutations(given, all, MODEL, (changed) => encodeModel(changed as Model));
  });

  it('with another manifest', async () => {
    const given = await compiled(name, version);
    const json: unknown = JSON.parse(Buffer.from(given.files[MANIFEST] ?? []).toString());
    const write = (changed: unknown): Uint8Array => Buffer.from(JSON.stringify(changed));
    await checkMutations(given, [...mutations(json)], MANIFEST, write);
  });

  it('with other metadata or padding of weights', async () => {
    const { files } = await compiled(name, version);
    const own = files[WEIGHTS] ?? new Uint8Array();
    const data = dataBytes(own);
    await assert(
      asyncProperty(nat(own.length - 1), nat(254), async (at, add) => {
        if (data.has(at)) return;
        const weights = own.slice();
        weights[at] = ((weights[at] ?? 0) + 1 + add) % 256;
        const found = await problemsOf({ ...files, [WEIGHTS]: weights });
        expect(found, `byte ${at}`).not.toEqual([]);
      }),
      { ...CHANGES, numRuns: 400 },
    );
    expect(await problemsOf({ ...files, [WEIGHTS]: own.subarray(0, -1) })).not.toEqual([]);
  });
});

it('with a blob or an operation that nothing reads', async () => {
  const p = new TestPackage('CoreML6');
  const x = p.input('x', { dtype: 'fp32', shape: [2] });
  p.output(p.op('relu', { x }, { dtype: 'fp32', shape: [2] }), { dtype: 'fp32', shape: [2] });
  p.weights = weightFile([{ code: 3, data: new Uint8Array(10) }]).file;
  p.number('int32', 1);
  const messages = (await p.problems()).map(({ message }) => message);
  expect(messages).toEqual([
    'nothing reads what it gives',
    'nothing reads the blob of weight.bin at 64',
  ]);
  expect(await p.problems(false)).toEqual([]);
});

/** Bytes that are elements, whose change gives another valid weight. */
function dataBytes(file: Uint8Array): ReadonlySet<number> {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const found = new Set<number>();
  let at = 64;
  for (let blob = 0; blob < view.getUint32(0, true); blob++) {
    const bytes = Number(view.getBigUint64(at + 8, true));
    for (let byte = 0; byte < bytes; byte++) found.add(at + 64 + byte);
    at = Math.ceil((at + 64 + bytes) / 64) * 64;
  }
  return found;
}
