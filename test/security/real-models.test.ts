/** Models of real exporters: read completely, as the schema's own decoder has them; broken ones fail in order. */

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as fc from 'fast-check';
import onnxProto from 'onnx-proto';
import type { onnx } from 'onnx-proto';
import { describe, expect, it } from 'vitest';
import { modelFromBytes } from '../../compiler/host/memory.ts';
import { openModelFile } from '../../compiler/host/node.ts';
import type { OnnxAttribute, OnnxGraph, OnnxNode } from '../../compiler/import/onnx/model.ts';
import { readOnnx } from '../../compiler/import/onnx/read.ts';
import { materialize } from '../../ir/constant.ts';
import type { Constant } from '../../ir/constant.ts';
import { formatDiagnostic } from '../../ir/diagnostics.ts';
import { encodeTensor } from '../../ir/tensor-bytes.ts';
import { concat } from '../support/wire.ts';
import { cpuSeconds } from '../support/cpu-time.ts';

const { DataLocation } = onnxProto.onnx.TensorProto;
const FIXTURES = fileURLToPath(new URL('../fixtures', import.meta.url));
const models = readdirSync(FIXTURES, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

type Integer = number | { readonly low: number; readonly high: number };

function big(value: Integer | null | undefined): bigint {
  if (value === null || value === undefined) return 0n;
  if (typeof value === 'number') return BigInt(value);
  return (BigInt(value.high) << 32n) | BigInt(value.low >>> 0);
}

/** The tensor's bytes as the file has them, by the schema's decoder alone. */
function expectedBytes(folder: string, proto: onnx.ITensorProto, needed: number): Uint8Array {
  if (proto.dataLocation === DataLocation.EXTERNAL) {
    const entries = new Map((proto.externalData ?? []).map(({ key, value }) => [key, value]));
    const file = readFileSync(join(folder, entries.get('location') ?? ''));
    const offset = Number(entries.get('offset') ?? 0);
    return file.subarray(offset, offset + Number(entries.get('length') ?? needed));
  }
  if ((proto.rawData?.length ?? 0) > 0) return proto.rawData ?? new Uint8Array();
  if ((proto.int64Data?.length ?? 0) > 0) {
    return new Uint8Array(BigInt64Array.from((proto.int64Data ?? []).map(big)).buffer);
  }
  return new Uint8Array(Float32Array.from(proto.floatData ?? []).buffer);
}

async function sameTensor(
  folder: string,
  constant: Constant | undefined,
  proto: onnx.ITensorProto,
): Promise<void> {
  if (constant === undefined) throw new Error(`${proto.name} is missing`);
  expect(constant.type.shape).toEqual((proto.dims ?? []).map((dim) => Number(big(dim))));
  const bytes = encodeTensor(await materialize(constant));
  const expected = expectedBytes(folder, proto, bytes.length);
  expect(Buffer.compare(bytes, expected), `${proto.name}`).toBe(0);
}

async function sameAttribute(
  folder: string,
  found: OnnxAttribute | undefined,
  proto: onnx.IAttributeProto,
): Promise<void> {
  switch (found?.kind) {
    case 'int':
      return expect(BigInt(found.value)).toBe(big(proto.i));
    case 'ints':
      return expect(found.value.map(BigInt)).toEqual((proto.ints ?? []).map(big));
    case 'float':
      return expect(found.value).toBe(proto.f);
    case 'floats':
      return expect(found.value).toEqual(proto.floats);
    case 'string':
      return expect(found.value).toBe(Buffer.from(proto.s ?? []).toString());
    case 'strings':
      return expect(found.value).toEqual(
        (proto.strings ?? []).map((text) => Buffer.from(text).toString()),
      );
    case 'tensor':
      return sameTensor(folder, found.value, proto.t ?? {});
    case 'graph':
      return sameGraph(folder, found.value, proto.g ?? {});
    case 'reference':
      return expect(found.name).toBe(proto.refAttrName);
    default:
      throw new Error(`${proto.name} is ${found?.kind ?? 'missing'}`);
  }
}

async function sameNodes(
  folder: string,
  found: readonly OnnxNode[],
  expected: readonly onnx.INodeProto[],
): Promise<void> {
  expect(found).toHaveLength(expected.length);
  for (const [index, proto] of expected.entries()) {
    const node = found[index];
    expect(node).toMatchObject({
      name: proto.name ?? '',
      opType: proto.opType,
      domain: proto.domain === 'ai.onnx' ? '' : (proto.domain ?? ''),
      inputs: proto.input ?? [],
      outputs: proto.output ?? [],
    });
    expect(node?.attributes.size).toBe(proto.attribute?.length ?? 0);
    for (const attribute of proto.attribute ?? []) {
      await sameAttribute(folder, node?.attributes.get(attribute.name ?? ''), attribute);
    }
  }
}

async function sameGraph(
  folder: string,
  found: OnnxGraph,
  expected: onnx.IGraphProto,
): Promise<void> {
  await sameNodes(folder, found.nodes, expected.node ?? []);
  expect(found.initializers.size).toBe(expected.initializer?.length ?? 0);
  for (const proto of expected.initializer ?? []) {
    await sameTensor(folder, found.initializers.get(proto.name ?? ''), proto);
  }
  const names = (expected.input ?? []).map((input) => input.name);
  expect(found.inputs.map((input) => input.name)).toEqual(
    names.filter((name) => !found.initializers.has(name ?? '')),
  );
  for (const proto of [...(expected.input ?? []), ...(expected.output ?? [])]) {
    const info = [...found.inputs, ...found.outputs].find((one) => one.name === proto.name);
    if (info === undefined) continue;
    const dims = proto.type?.tensorType?.shape?.dim?.map((dim) =>
      dim.dimParam ? dim.dimParam : Number(big(dim.dimValue)),
    );
    expect(info.shape).toEqual(dims);
  }
}

describe('fixtures', () => {
  it.each(models)('%s reads as the schema decodes it', async (name) => {
    const folder = join(FIXTURES, name);
    const source = await openModelFile(join(folder, 'model.onnx'));
    if (!source.ok) throw new Error(source.diagnostics.map(formatDiagnostic).join('\n'));
    const result = await readOnnx(source.value);
    expect(result.diagnostics).toEqual([]);
    if (!result.ok) return;
    const proto = onnxProto.onnx.ModelProto.decode(readFileSync(join(folder, 'model.onnx')));
    await sameGraph(folder, result.value.graph, proto.graph ?? {});
    expect(result.value.functions).toHaveLength(proto.functions.length);
    for (const [index, expected] of proto.functions.entries()) {
      const found = result.value.functions[index];
      expect(found).toMatchObject({ name: expected.name, inputs: expected.input });
      await sameNodes(folder, found?.nodes ?? [], expected.node ?? []);
    }
    await source.value.close();
  });
});

/** What happens to files: they are cut, bytes of them change, blocks are lost or written twice. */
type Damage =
  | { readonly kind: 'cut'; readonly at: number }
  | { readonly kind: 'flip'; readonly bytes: readonly (readonly [number, number])[] }
  | { readonly kind: 'drop' | 'repeat' | 'zero'; readonly at: number; readonly length: number };

const place = fc.double({ min: 0, max: 1, noNaN: true });
const length = fc.integer({ min: 1, max: 200 });
const damage: fc.Arbitrary<Damage> = fc.oneof(
  fc.record({ kind: fc.constant('cut' as const), at: place }),
  fc.record({
    kind: fc.constant('flip' as const),
    bytes: fc.array(fc.tuple(place, fc.integer({ min: 1, max: 255 })), {
      minLength: 1,
      maxLength: 8,
    }),
  }),
  fc.record({
    kind: fc.constantFrom('drop' as const, 'repeat' as const, 'zero' as const),
    at: place,
    length,
  }),
);

function damaged(whole: Uint8Array, by: Damage): Uint8Array {
  const index = (at: number): number => Math.floor(at * (whole.length - 1));
  switch (by.kind) {
    case 'cut':
      return whole.slice(0, index(by.at));
    case 'flip': {
      const copy = whole.slice();
      for (const [at, bits] of by.bytes) copy[index(at)] = (copy[index(at)] ?? 0) ^ bits;
      return copy;
    }
    case 'zero':
      return whole.slice().fill(0, index(by.at), index(by.at) + by.length);
    default: {
      const from = index(by.at);
      const behind = by.kind === 'drop' ? from + by.length : Math.max(0, from - by.length);
      return concat(whole.subarray(0, from), whole.subarray(behind));
    }
  }
}

describe('damaged models', () => {
  const SMALL = ['oddities_op13_dyn', 'vae_decoder_pruned_op11_dyn', 'clip_op17_projection'];

  it.each(SMALL)('%s: any damage ends in diagnostics or in a model, soon', async (name) => {
    const whole = Uint8Array.from(readFileSync(join(FIXTURES, name, 'model.onnx')));
    const refused = new Set<string>();
    await fc.assert(
      fc.asyncProperty(damage, async (by) => {
        const start = process.cpuUsage();
        const bytes = damaged(whole, by);
        const result = await readOnnx(modelFromBytes(bytes));
        expect(cpuSeconds(start)).toBeLessThan(1);
        for (const diagnostic of result.diagnostics) refused.add(diagnostic.code);
        expect(result.ok || result.diagnostics.length > 0).toBe(true);
        if (!result.ok) return;
        for (const { source } of result.value.graph.initializers.values()) {
          if (source.kind !== 'bytes') continue;
          expect(source.offset + source.length).toBeLessThanOrEqual(source.store.size);
        }
      }),
      { numRuns: 300, seed: 20231 },
    );
    expect(refused.size).toBeGreaterThan(3);
  });
});
