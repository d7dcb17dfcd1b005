/** Makes the GPU objects of a program: layouts, pipelines and bind groups, each distinct one once. */

import { SnapcError, checkAborted, validated } from './errors.ts';
import { boundParameters } from './parameters.ts';
import { inParallel } from './pool.ts';
import type { Program } from './program.ts';

/** One dispatch, ready to be recorded. */
export interface Step {
  readonly pipeline: GPUComputePipeline;
  readonly group: GPUBindGroup;
  readonly workgroups: readonly [number, number, number];
}

/** The flag of GPUShaderStage; a number, because not every platform has the name as a global. */
const COMPUTE = 4;

/** More at once is hardly faster, and the compilers' memory adds up: eight took 50 MB more for a UNet of 34 M. */
const PIPELINES_AT_ONCE = 4;

interface Bound {
  readonly type: GPUBufferBindingType;
  readonly resource: GPUBufferBinding;
}

/** Pipelines by the number of their kernel, for programs that share kernels; those that none needed are missing. */
export type MadePipelines = (GPUComputePipeline | undefined)[];

/** Makes what the dispatches of the program need and is not made yet. */
export async function makeSteps(
  device: GPUDevice,
  program: Program,
  buffers: readonly GPUBuffer[],
  signal: AbortSignal | undefined,
  onPipeline: (done: number, total: number) => void,
  made: MadePipelines = [],
): Promise<Step[]> {
  const { dispatches, bindings, kernels } = program;
  const uniforms = buffers[program.buffers.length + program.shards.length];
  /** What a dispatch binds. */
  const boundBy = ([, , , , row = 0, ...ranges]: readonly number[]): readonly Bound[] => [
    ...ranges.map((range) => {
      const [buffer = 0, offset = 0, size = 0] = bindings[range] ?? [];
      const type = buffer < program.buffers.length ? 'storage' : 'read-only-storage';
      return { type, resource: { buffer: at(buffers, buffer), offset, size } } as const;
    }),
    ...boundParameters(uniforms, row).map((resource) => ({ type: 'uniform', resource }) as const),
  ];
  const layouts = new Map<string, GPUBindGroupLayout>();
  const layoutOf = (bound: readonly Bound[]): GPUBindGroupLayout => {
    const key = bound.map(({ type }) => type).join();
    const known = layouts.get(key);
    if (known !== undefined) return known;
    const entries = bound.map(({ type }, binding) => ({
      binding,
      visibility: COMPUTE,
      buffer: { type },
    }));
    const layout = device.createBindGroupLayout({ entries });
    layouts.set(key, layout);
    return layout;
  };
  /** Equal shaders bind alike, so the first dispatch of a kernel stands for all. */
  const kernelLayouts = new Map<number, GPUBindGroupLayout>();
  for (const dispatch of dispatches) {
    const [kernel = 0] = dispatch;
    if (!kernelLayouts.has(kernel)) kernelLayouts.set(kernel, layoutOf(boundBy(dispatch)));
  }
  // The longest first: they take most of the compilers' memory, while there is little else, and none of them is left for the end.
  const missing = [...kernelLayouts]
    .filter(([kernel]) => made[kernel] === undefined)
    .sort(([one], [other]) => at(kernels, other).length - at(kernels, one).length);
  let done = kernelLayouts.size - missing.length;
  await inParallel(missing, PIPELINES_AT_ONCE, async ([kernel, layout]) => {
    checkAborted(signal);
    made[kernel] = await makePipeline(device, at(kernels, kernel), layout);
    checkAborted(signal);
    onPipeline(++done, kernelLayouts.size);
  });
  const groups = new Map<string, GPUBindGroup>();
  let steps: Step[] = [];
  await validated(device, 'shader', () => {
    steps = dispatches.map((dispatch) => {
      const [kernel = 0, x = 1, y = 1, z = 1, ...what] = dispatch;
      const bound = boundBy(dispatch);
      const key = what.join();
      const group =
        groups.get(key) ??
        device.createBindGroup({
          layout: layoutOf(bound),
          entries: bound.map(({ resource }, binding) => ({ binding, resource })),
        });
      groups.set(key, group);
      return { pipeline: at(made, kernel), group, workgroups: [x, y, z] };
    });
  });
  return steps;
}

async function makePipeline(
  device: GPUDevice,
  code: string,
  bindGroupLayout: GPUBindGroupLayout,
): Promise<GPUComputePipeline> {
  const module = device.createShaderModule({ code });
  const layout = device.createPipelineLayout({ bindGroupLayouts: [bindGroupLayout] });
  try {
    return await device.createComputePipelineAsync({
      layout,
      compute: { module, entryPoint: 'main' },
    });
  } catch (error) {
    const { messages } = await module.getCompilationInfo();
    const faults = messages.map(({ lineNum, message }) => `line ${lineNum}: ${message}`);
    const reason = error instanceof Error ? error.message : String(error);
    throw new SnapcError(
      'shader',
      `the device refuses a shader: ${[...faults, reason].join('\n')}`,
      error,
    );
  }
}

export function at<T>(list: readonly (T | undefined)[], index: number): T {
  const item = list[index];
  if (item === undefined) throw new RangeError(`the program's tables have no entry ${index}`);
  return item;
}
