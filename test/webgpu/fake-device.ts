/** A device that computes nothing: it keeps what is written to buffers, and fails where a test says so. */

export interface FakeChoices {
  readonly features?: readonly string[];
  readonly limits?: Readonly<Record<string, number>>;
  /** Faults that popErrorScope reports once, by the filter of the scope. */
  readonly faults?: Partial<Record<GPUErrorFilter, string>>;
  /** Makes every pipeline fail. */
  readonly shaderFault?: string;
  /** Makes every run fail, as on a lost device. */
  readonly runFault?: string;
}

export interface FakeBuffer {
  readonly size: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
  destroyed: boolean;
}

export interface FakeDevice {
  readonly device: GPUDevice;
  readonly buffers: readonly FakeBuffer[];
  /** Bytes of each writeBuffer, in order. */
  readonly writes: readonly number[];
  /** Sources of the pipelines that were made. */
  readonly pipelines: readonly string[];
  readonly lose: (message: string) => void;
}

/** More than any test needs. */
const PLENTY = new Proxy({}, { get: () => 2 ** 40 });

export function fakeDevice(choices: FakeChoices = {}): FakeDevice {
  const buffers: FakeBuffer[] = [];
  const writes: number[] = [];
  const pipelines: string[] = [];
  const scopes: GPUErrorFilter[] = [];
  const faults = new Map(Object.entries(choices.faults ?? {}));
  let lose: (message: string) => void = () => undefined;
  const lost = new Promise<{ message: string }>((resolve) => {
    lose = (message) => resolve({ message });
  });
  const device = {
    features: new Set(choices.features),
    limits: choices.limits ?? PLENTY,
    lost,
    pushErrorScope: (filter: GPUErrorFilter) => scopes.push(filter),
    popErrorScope: async () => {
      const filter = scopes.pop();
      if (filter === undefined) throw new Error('popErrorScope without pushErrorScope');
      const message = faults.get(filter);
      faults.delete(filter);
      return message === undefined ? null : { message };
    },
    createBuffer: ({ size }: { readonly size: number }) => {
      const buffer = { size, bytes: new Uint8Array(size), destroyed: false };
      buffers.push(buffer);
      return {
        ...buffer,
        index: buffers.length - 1,
        destroy: () => (buffer.destroyed = true),
        mapAsync: async () => {
          if (choices.runFault !== undefined) throw new Error(choices.runFault);
        },
        getMappedRange: (offset: number, length: number) =>
          buffer.bytes.slice(offset, offset + length).buffer,
        unmap: () => undefined,
      };
    },
    createBindGroupLayout: () => ({}),
    createPipelineLayout: () => ({}),
    createBindGroup: () => ({}),
    createShaderModule: ({ code }: { readonly code: string }) => ({
      code,
      getCompilationInfo: async () => ({ messages: [{ lineNum: 3, message: 'no such word' }] }),
    }),
    createComputePipelineAsync: async ({
      compute,
    }: {
      readonly compute: { readonly module: { readonly code: string } };
    }) => {
      if (choices.shaderFault !== undefined) throw new Error(choices.shaderFault);
      pipelines.push(compute.module.code);
      return {};
    },
    createCommandEncoder: () => ({
      beginComputePass: () => ({
        setPipeline: () => undefined,
        setBindGroup: () => undefined,
        dispatchWorkgroups: () => undefined,
        end: () => undefined,
      }),
      copyBufferToBuffer: () => undefined,
      finish: () => ({}),
    }),
    queue: {
      submit: () => undefined,
      onSubmittedWorkDone: async () => undefined,
      writeBuffer: (
        { index }: { readonly index: number },
        offset: number,
        data: ArrayBufferView<ArrayBuffer> | ArrayBuffer,
        start = 0,
        length = data.byteLength,
      ) => {
        const bytes = ArrayBuffer.isView(data)
          ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
          : new Uint8Array(data, start, length);
        buffers[index]?.bytes.set(bytes, offset);
        writes.push(bytes.length);
      },
    },
  };
  return { device: device as unknown as GPUDevice, buffers, writes, pipelines, lose };
}
