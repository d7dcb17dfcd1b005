/**
 * CLIP's embedding, 49,408 rows of 768 and 151,781,376 bytes in fp32, on WebGPU's default limits, whose bindings hold
 * 134,217,728: it is read in two parts.
 */

import { expect, it } from 'vitest';
import type { ModelSource } from '../../compiler/host/host.ts';
import { memoryStore } from '../../compiler/host/memory.ts';
import { importOnnx } from '../../compiler/import/onnx/import.ts';
import { prepareTargets } from '../../compiler/prepare.ts';
import type { PassStep } from '../../compiler/pass.ts';
import { runPipeline } from '../../compiler/pipeline.ts';
import { foldConstants } from '../../compiler/passes/fold-constants.ts';
import { palettizeWeights } from '../../compiler/quantize/palettize-weights.ts';
import { quantizeWeights } from '../../compiler/quantize/quantize-weights.ts';
import type { Precision } from '../../compiler/target.ts';
import { isError, success } from '../../ir/diagnostics.ts';
import { tensorFrom, toNumbers } from '../../ir/tensor.ts';
import { attribute, externalTensor, onnxModel } from '../../models/onnx/index.ts';
import { SHARD_BYTES } from '../../targets/webgpu/assemble.ts';
import { runGraph } from '../../targets/webgpu/host/run-graph.ts';
import { assemblyOf, checkLegal } from '../../targets/webgpu/legal.ts';
import type { ElementForm } from '../../targets/webgpu/program.ts';
import { boundBytes } from '../../targets/webgpu/stored.ts';
import { webgpu } from '../../targets/webgpu/target.ts';
import { valueOf } from '../numbers/product.ts';
import { deviceNamed } from './memory-sink.ts';

const ROWS = 49_408;
const WIDTH = 768;
const BYTES = 4 * ROWS * WIDTH;
const BINDING = 134_217_728;
const FILE = 'embedding.bin';

/** Rows of the table's pattern: no divisor of where its parts meet. */
const PERIOD = 15;
/** Sixteen numbers from -8 to 7, which all forms but int8 hold exactly. */
const entry = (row: number, column: number): number => (((row % PERIOD) * 7 + column) % 16) - 8;
const PATTERN = new Float32Array(PERIOD * WIDTH).map((_, index) =>
  entry(Math.floor(index / WIDTH), index % WIDTH),
);

/** The first and last rows of both parts and of the table, counted from either end. */
const INDICES = [0, 1, 24_703, 24_704, 24_705, 43_690, 43_691, ROWS - 1, -1, -2, -24_704, -ROWS];

const model = onnxModel({
  opset: 17,
  inputs: [{ name: 'ids', dtype: 'i64', shape: [1, INDICES.length] }],
  outputs: [{ name: 'rows', dtype: 'f32', shape: [1, INDICES.length, WIDTH] }],
  nodes: [
    {
      op: 'Gather',
      inputs: ['embedding', 'ids'],
      outputs: ['rows'],
      attributes: { axis: attribute.int(0) },
    },
  ],
  initializers: [
    externalTensor('embedding', 'f32', [ROWS, WIDTH], { location: FILE, offset: 0, length: BYTES }),
  ],
});

/** The table's file is computed where it is read. */
const source: ModelSource = {
  model: memoryStore(model, 'model.onnx'),
  openExternal: async (name) =>
    success({
      name,
      size: BYTES,
      read: async (offset, length) => {
        const bytes = new Uint8Array(length);
        const period = new Uint8Array(PATTERN.buffer);
        for (let at = 0; at < length;) {
          const from = (offset + at) % period.length;
          const part = period.subarray(from, from + length - at);
          bytes.set(part, at);
          at += part.length;
        }
        return bytes;
      },
    }),
  close: async () => undefined,
};

const EMBEDDINGS = { embeddings: true };
/** Half a step of integers whose scale brings 8 to 127. */
const HALF_STEP = 8 / 127 / 2;

interface Form {
  readonly name: string;
  readonly precision: Precision;
  readonly compression: readonly PassStep[];
  /** How the parts of the table that kernels bind are stored. */
  readonly stored: ElementForm;
  /** What rounding costs. */
  readonly largestError: number;
}

const INT8 = [quantizeWeights.with(EMBEDDINGS)];
const PALETTE = [palettizeWeights.with({ ...EMBEDDINGS, bits: 4 })];
const FORMS: readonly Form[] = [
  { name: 'fp32', precision: 'fp32', compression: [], stored: 'f32', largestError: 0 },
  { name: 'fp16', precision: 'fp16', compression: [], stored: 'halves', largestError: 0 },
  {
    name: 'int8',
    precision: 'fp32',
    compression: INT8,
    stored: 'bytes',
    largestError: HALF_STEP + 1e-6,
  },
  { name: 'palette4', precision: 'fp32', compression: PALETTE, stored: 'nibbles', largestError: 0 },
];

it.each(FORMS)('in $name', async ({ precision, compression, stored, largestError }) => {
  const device = deviceNamed('webgpu-default');
  const { graph } = valueOf(await importOnnx(source));
  const steps = compression.length === 0 ? [] : [foldConstants.with({}), ...compression];
  const passes = steps.map((step) => ({ step }));
  const request = { targets: [webgpu], device, precision, passes };
  const [prepared] = valueOf(prepareTargets(request, graph, 'model.onnx'));
  valueOf(await runPipeline(graph, prepared?.steps ?? [], webgpu.given));
  expect(checkLegal(graph, device, SHARD_BYTES, precision).filter(isError)).toEqual([]);
  const { program } = assemblyOf(graph, device, SHARD_BYTES, precision);
  const bound = new Set(
    program.kernels.flatMap(({ bindings }) => bindings.map(({ buffer }) => buffer)),
  );
  for (const buffer of bound) expect(boundBytes(buffer)).toBeLessThanOrEqual(BINDING);
  const tables = [...bound].filter(
    (buffer) => buffer.kind === 'weight' && boundBytes(buffer) > 1e6,
  );
  expect(tables.map((table) => (table.kind === 'weight' ? table.stored : ''))).toEqual([
    stored,
    stored,
  ]);
  // The target narrows indices; pages convert them.
  const ids = tensorFrom('i32', [1, INDICES.length], INDICES);
  const rows = (await runGraph(graph, new Map([['ids', ids]]), { device, precision })).get('rows');
  const expected = INDICES.flatMap((index) => {
    const row = index < 0 ? index + ROWS : index;
    return Array.from({ length: WIDTH }, (_, column) => entry(row, column));
  });
  const found = rows === undefined ? [] : toNumbers(rows);
  expect(found).toHaveLength(expected.length);
  const errors = expected.map((value, at) => Math.abs(value - (found[at] ?? NaN)));
  expect(Math.max(...errors)).toBeLessThanOrEqual(largestError);
});
