/** The WebGPU target as the compiler sees it: what it refuses and why, what it emits, and that it is the same each time. */

import { Project, ts } from 'ts-morph';
import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../ir/diagnostics.ts';
import { defineOp, operand } from '../../ir/define.ts';
import { parseGraph } from '../../ir/parse.ts';
import { FLOATS } from '../../ir/types.ts';
import { figure } from '../../targets/devices/index.ts';
import type { Device, LimitName } from '../../targets/devices/index.ts';
import { webgpu } from '../../targets/webgpu/target.ts';
import { graphOf } from './artifact.ts';
import { HOSTILE_NAMES, hostileGraph } from './hostile-names.ts';
import { contextOf, deviceNamed, emitGraph } from './memory-sink.ts';

const PRODUCT = `graph @product(%x: f32[64,64]) {
  @w = seeded 3 1 : f32[64,64]
  %0 = matmul(%x, @w) : f32[64,64]  // onnx: "/block/MatMul"
  %1 = silu(%0) : f32[64,64]
  return y=%1
}`;

/** The default device with other limits. */
function limited(limits: Partial<Record<LimitName, number>>): Device {
  const device = deviceNamed('webgpu-default');
  if (device.webgpu === null) throw new Error('the default device has WebGPU');
  const figures = Object.entries(limits).map(([name, value]) => {
    return [name, figure(value, 'estimated', 'a test')];
  });
  const webgpu = {
    ...device.webgpu,
    limits: { ...device.webgpu.limits, ...Object.fromEntries(figures) },
  };
  return { ...device, name: 'limited', webgpu };
}

function faults(text: string, device: Device, options = {}): readonly Diagnostic[] {
  const graph = graphOf(text);
  return webgpu.legal(graph, { ...contextOf(graph, { options }), device });
}

describe('a device', () => {
  it('without WebGPU is refused', () => {
    const device = { ...deviceNamed('webgpu-default'), webgpu: null };
    const context = { ...contextOf(graphOf(PRODUCT)), device };
    expect(webgpu.supports(context).map(({ code }) => code)).toEqual(['SNAPC4200']);
  });

  it.each(['webgpu-default', 'lavapipe'])(
    'with WebGPU is served in both precisions: %s',
    (name) => {
      for (const precision of ['fp32', 'fp16'] as const) {
        const context = { ...contextOf(graphOf(PRODUCT)), precision, device: deviceNamed(name) };
        expect(webgpu.supports(context)).toEqual([]);
      }
    },
  );
});

describe('a graph', () => {
  it('with an op that has no lowering is refused, once for each op', () => {
    const odd = defineOp({
      name: 'odd_one',
      operands: { input: operand(FLOATS) },
      attributes: {},
      traits: ['pure'],
      infer: ({ input }) => input,
      evaluate: ({ input }) => input,
      cost: () => ({ flops: 0 }),
      samples: [],
    });
    const parsed = parseGraph(
      `graph @g(%x: f32[4]) {
        %0 = odd_one(%x) : f32[4]  // onnx: "/a"
        %1 = odd_one(%0) : f32[4]  // onnx: "/b"
        return y=%1
      }`,
      { ops: { odd_one: odd } },
    );
    if (!parsed.ok) throw new Error(parsed.diagnostics[0]?.message);
    expect(webgpu.legal(parsed.value, contextOf(parsed.value))).toEqual([
      {
        code: 'SNAPC4201',
        severity: 'error',
        message: 'the op odd_one has no lowering for WebGPU; 2 nodes use it',
        hint: 'a pass that decomposes it must run before, or the model must avoid it',
        place: { op: 'odd_one', node: '/a' },
      },
    ]);
  });

  it.each([
    ['maxStorageBuffersPerShaderStage', 2, 3],
    ['maxStorageBufferBindingSize', 16383, 16384],
    ['maxBufferSize', 8192, 16384],
    ['maxComputeInvocationsPerWorkgroup', 32, 64],
    ['maxComputeWorkgroupSizeX', 4, 8],
    ['maxComputeWorkgroupSizeY', 4, 8],
    ['maxComputeWorkgroupsPerDimension', 1, 8],
  ] as const)('beyond %s is refused with figure and cure', (limit, has, needed) => {
    const found = faults(PRODUCT, limited({ [limit]: has }));
    const [first] = found.filter(({ message }) => message.includes(`needs ${limit} `));
    expect(first?.code).toBe('SNAPC4301');
    expect(first?.message).toContain(`needs ${limit} ${needed}, the device limited has ${has}`);
    expect(first?.hint).toContain('compile for');
    expect(faults(PRODUCT, limited({ [limit]: 65536 }))).toEqual([]);
  });

  it('beyond what a page may use is emitted with a warning', () => {
    const device = limited({ maxStorageBufferBindingSize: 65536 });
    const budget = (value: number) => figure(value, 'estimated', 'a test');
    const memory = (page: number): Device => ({
      ...device,
      memory: { ramBytes: budget(8e9), budgetBytes: { page: budget(page), app: budget(8e9) } },
    });
    const [found] = faults(PRODUCT, memory(20000));
    expect(found?.code).toBe('SNAPC4303');
    expect(found?.severity).toBe('warning');
    expect(found?.message).toBe(
      'the model takes 1 MB on the GPU, 1 MB of it weights; a page on limited may use 1 MB',
    );
    expect(faults(PRODUCT, memory(1e6))).toEqual([]);
  });

  it('beyond a limit names the node of the model', () => {
    const [found] = faults(PRODUCT, limited({ maxComputeInvocationsPerWorkgroup: 63 }));
    expect(found?.place).toEqual({ node: '/block/MatMul' });
  });

  it('with halves needs shader-f16', () => {
    const half = `graph @g(%x: f16[4]) {
      %0 = add(%x, %x) : f16[4]
      return y=%0
    }`;
    expect(faults(half, limited({})).map(({ code }) => code)).toEqual(['SNAPC4302']);
    expect(faults(half, deviceNamed('lavapipe'))).toEqual([]);
  });

  it('at the limits of the default device is emitted', () => {
    expect(faults(PRODUCT, limited({}))).toEqual([]);
  });
});

describe('the folder', () => {
  it('holds these files', async () => {
    const { sink, emitted } = await emitGraph(graphOf(PRODUCT), { options: { write_ir: true } });
    const own = [...sink.files.keys()].filter((path) => !path.startsWith('runtime/'));
    expect(own.sort()).toEqual([
      'index.d.ts',
      'index.js',
      'kernels.js',
      'model.ir',
      'package.json',
      'program.js',
      'trace.json',
      'weights-0.bin',
    ]);
    expect(sink.told.at(-1)).toBe('16384/16384');
    expect(emitted).toEqual({
      inputs: ['x'],
      outputs: ['y'],
      figures: {
        nodes: 2,
        kernels: 2,
        dispatches: 2,
        weightBytes: 16384,
        arenaBytes: 16384,
        arenaLowerBound: 16384,
        gpuBytes: 4 * 16384,
        flops: 2 * 64 ** 3 + 5 * 64 ** 2,
      },
    });
  });

  it('traces each dispatch back to the model', async () => {
    const { sink } = await emitGraph(graphOf(PRODUCT));
    const trace: unknown = JSON.parse(Buffer.from(sink.files.get('trace.json') ?? '').toString());
    expect(trace).toMatchObject({
      model: 'product',
      dispatches: [
        {
          label: 'matmul',
          kernel: 0,
          onnx: ['/block/MatMul'],
          flops: 2 * 64 ** 3,
          ir: '%0 = matmul(%x, @w) : f32[64,64]',
        },
        { label: 'silu', kernel: 1, onnx: [] },
      ],
    });
  });

  it('splits weights by the option', async () => {
    const weights = Array.from(
      { length: 4 },
      (_, index) => `@w${index} = seeded ${index} 1 : f32[64]`,
    );
    const text = `graph @g(%x: f32[64]) {
      ${weights.join('\n')}
      %0 = add(%x, @w0) : f32[64]
      %1 = add(%0, @w1) : f32[64]
      %2 = add(%1, @w2) : f32[64]
      %3 = add(%2, @w3) : f32[64]
      return y=%3
    }`;
    const { sink } = await emitGraph(graphOf(text), { options: { shard_bytes: 600 } });
    const sizes = [...sink.files].filter(([path]) => path.endsWith('.bin'));
    expect(sizes.map(([path, { length }]) => [path, length])).toEqual([
      ['weights-0.bin', 512],
      ['weights-1.bin', 512],
    ]);
  });

  it('is the same each time', async () => {
    const first = await emitGraph(graphOf(PRODUCT));
    const second = await emitGraph(graphOf(PRODUCT));
    expect([...second.sink.files]).toEqual([...first.sink.files]);
  });

  it('of a graph without nodes, weights or elements is whole', async () => {
    const text = `graph @g(%x: f32[0,3], %y: f32[2]) {
      %0 = add(%x, %x) : f32[0,3]
      return a=%0, b=%y
    }`;
    const { sink, emitted } = await emitGraph(graphOf(text));
    expect(emitted.outputs).toEqual(['a', 'b']);
    expect(sink.files.has('weights-0.bin')).toBe(false);
  });
});

describe('the declarations', () => {
  it('type a user’s code', async () => {
    const text = `graph @g(%sample: f32[2,2], %"time.step": i64[1], %half: f16[2]) {
      %0 = add(%sample, %sample) : f32[2,2]
      return out=%0, "t t"=%"time.step", half=%half
    }`;
    const { sink } = await emitGraph(graphOf(text), { device: 'lavapipe' });
    const use = `
      import { inputs, load, requirements, SnapcError } from './index.js';
      import type { Inputs, Model, Outputs, WeightReader } from './index.js';
      export async function use(adapter: GPUAdapter): Promise<Float32Array> {
        const device = await adapter.requestDevice(requirements);
        const weights: WeightReader = async (file, offset, length) => new Uint8Array(length + offset + file.length);
        const model: Model = await load(device, { weights, verify: false, onProgress: ({ done, total }) => void (done / total) });
        const given: Inputs = { sample: new Float32Array(4), input1: new BigInt64Array(1), half: new Uint16Array(2) };
        const results: Outputs = await model.run(given, { signal: AbortSignal.timeout(1000) });
        const t: BigInt64Array = results.output1;
        const half: Float32Array = results.half;
        const names: string[] = inputs.map(({ name }) => name);
        try { model.dispose(); } catch (error) { if (error instanceof SnapcError && error.code === 'lost') throw error; }
        return t.length + names.length > 0 ? results.out : half;
      }
      // @ts-expect-error there is no such input
      export const wrong: Inputs = { sample: new Float32Array(4), input1: new Int32Array(1), half: new Float32Array(2), more: 1 };
      // @ts-expect-error this one is missing
      export const missing: Inputs = { sample: new Float32Array(4), half: new Float32Array(2) };
      // @ts-expect-error another dtype
      export const dtype: Inputs = { sample: new Float64Array(4), input1: new Int32Array(1), half: new Float32Array(2) };
    `;
    expect(typeFaults(sink.files, use)).toEqual([]);
  });

  it('stay declarations whatever the names are', async () => {
    const { sink } = await emitGraph(hostileGraph(), { modelName: HOSTILE_NAMES.join('\n') });
    const use = `
      import type { Inputs } from './index.js';
      export const count: ${HOSTILE_NAMES.length} = null as unknown as UnionSize<keyof Inputs>;
      type UnionSize<U, N extends 0[] = []> = [U] extends [never] ? N['length'] : Shrink<U, N>;
      type Last<U> = (U extends U ? (f: () => U) => void : never) extends (f: infer F) => void
        ? F extends () => infer L ? L : never : never;
      type Shrink<U, N extends 0[]> = UnionSize<Exclude<U, Last<U>>, [...N, 0]>;
    `;
    expect(typeFaults(sink.files, use)).toEqual([]);
  });
});

/** Every fault that TypeScript finds in the folder's declarations and in code that uses them. */
function typeFaults(files: ReadonlyMap<string, Uint8Array>, use: string): string[] {
  const project = new Project({
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'],
      types: [],
      strict: true,
      exactOptionalPropertyTypes: true,
      skipLibCheck: false,
      noEmit: true,
    },
    skipAddingFilesFromTsConfig: true,
  });
  for (const [path, bytes] of files) {
    if (path.endsWith('.d.ts'))
      project.createSourceFile(`/artifact/${path}`, Buffer.from(bytes).toString());
  }
  project.createSourceFile('/artifact/use.ts', use);
  return project.getPreEmitDiagnostics().map((fault) => {
    const text = fault.getMessageText();
    const where = `${fault.getSourceFile()?.getBaseName()}:${fault.getLineNumber()}`;
    return `${where}: ${typeof text === 'string' ? text : text.getMessageText()}`;
  });
}
