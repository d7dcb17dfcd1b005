/** A device that makes shaders and next to no memory, so that what shaders take can be measured by itself. */

/** More than any uniform block and any single element. */
const BUFFER_BYTES = 4096;
/** Flags of GPUBufferUsage: uniform and storage. */
const BOUND = 64 | 128;

interface Declared {
  readonly space: string;
  readonly binding: number;
}

export interface DeviceWithoutMemory {
  /** Buffers are tiny, nothing is written to them, and groups bind nothing. */
  readonly device: GPUDevice;
  /** Runs each shader that was made once on one workgroup: some drivers compile only then. */
  readonly runEach: () => Promise<void>;
}

export function withoutMemory(device: GPUDevice): DeviceWithoutMemory {
  const declared = new WeakMap<GPUShaderModule, readonly Declared[]>();
  const made: { readonly pipeline: GPUComputePipeline; readonly bindings: readonly Declared[] }[] =
    [];
  const spare = new Map<string, GPUBuffer>();
  // What one shader writes must not be the parameters of another, which may loop as often as they say.
  const buffer = ({ space, binding }: Declared): GPUBuffer => {
    const key = `${space} ${binding}`;
    const found = spare.get(key) ?? device.createBuffer({ size: BUFFER_BYTES, usage: BOUND });
    spare.set(key, found);
    return found;
  };
  const replaced: Partial<GPUDevice> = {
    createBuffer: (descriptor) => device.createBuffer({ ...descriptor, size: BUFFER_BYTES }),
    createBindGroup: () => ({ label: '' }) as GPUBindGroup,
    createShaderModule: (descriptor) => {
      const module = device.createShaderModule(descriptor);
      const found = descriptor.code.matchAll(/@binding\((\d+)\)\s*var<(\w+)/g);
      declared.set(
        module,
        Array.from(found, ([, number, space = '']) => ({ space, binding: Number(number) })),
      );
      return module;
    },
    createComputePipelineAsync: async (descriptor) => {
      const pipeline = await device.createComputePipelineAsync(descriptor);
      made.push({ pipeline, bindings: declared.get(descriptor.compute.module) ?? [] });
      return pipeline;
    },
    queue: {
      writeBuffer: () => undefined,
      onSubmittedWorkDone: async () => undefined,
    } as Partial<GPUQueue> as GPUQueue,
  };
  const runEach = async (): Promise<void> => {
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    for (const { pipeline, bindings } of made) {
      const entries = bindings.map((one) => ({
        binding: one.binding,
        resource: { buffer: buffer(one) },
      }));
      const layout = pipeline.getBindGroupLayout(0);
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, device.createBindGroup({ layout, entries }));
      pass.dispatchWorkgroups(1);
    }
    pass.end();
    device.queue.submit([encoder.finish()]);
    await device.queue.onSubmittedWorkDone();
  };
  const proxy = new Proxy(device, {
    get: (target, key) => {
      if (Object.hasOwn(replaced, key)) return Reflect.get(replaced, key) as unknown;
      const value: unknown = Reflect.get(target, key, target);
      // Dawn's methods want the device itself.
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
  return { device: proxy, runEach };
}
