/** A device that makes shaders and next to no memory, so that what shaders take can be measured by itself. */

/** More than any uniform block and any single element. */
const BUFFER_BYTES = 4096;
/** Flags of GPUBufferUsage: uniform and storage. */
const BOUND = 64 | 128;

/**
 * Buffers are tiny, nothing is written to them, and groups bind nothing. Each shader runs once on one workgroup, because
 * some drivers compile only then.
 */
export function withoutMemory(device: GPUDevice): GPUDevice {
  const bindings = new WeakMap<GPUShaderModule, readonly number[]>();
  const spare: GPUBuffer[] = [];
  const buffer = (index: number): GPUBuffer =>
    (spare[index] ??= device.createBuffer({ size: BUFFER_BYTES, usage: BOUND }));
  const runOnce = async (pipeline: GPUComputePipeline, numbers: readonly number[]) => {
    const entries = numbers.map((binding) => ({
      binding,
      resource: { buffer: buffer(binding) },
    }));
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    const layout = pipeline.getBindGroupLayout(0);
    pass.setBindGroup(0, device.createBindGroup({ layout, entries }));
    pass.dispatchWorkgroups(1);
    pass.end();
    device.queue.submit([encoder.finish()]);
    await device.queue.onSubmittedWorkDone();
  };
  const replaced: Partial<GPUDevice> = {
    createBuffer: (descriptor) => device.createBuffer({ ...descriptor, size: BUFFER_BYTES }),
    createBindGroup: () => ({ label: '' }) as GPUBindGroup,
    createShaderModule: (descriptor) => {
      const module = device.createShaderModule(descriptor);
      const numbers = descriptor.code.matchAll(/@binding\((\d+)\)/g);
      bindings.set(
        module,
        Array.from(numbers, ([, number]) => Number(number)),
      );
      return module;
    },
    createComputePipelineAsync: async (descriptor) => {
      const pipeline = await device.createComputePipelineAsync(descriptor);
      await runOnce(pipeline, bindings.get(descriptor.compute.module) ?? []);
      return pipeline;
    },
    queue: {
      writeBuffer: () => undefined,
      onSubmittedWorkDone: async () => undefined,
    } as Partial<GPUQueue> as GPUQueue,
  };
  return new Proxy(device, {
    get: (target, key) => {
      if (Object.hasOwn(replaced, key)) return Reflect.get(replaced, key) as unknown;
      const value: unknown = Reflect.get(target, key, target);
      // Dawn's methods want the device itself.
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}
