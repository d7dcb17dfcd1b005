/** A device that computes nothing: it keeps what is written to buffers, and fails where a test says so. */

export interface FakeChoices {
  readonly features?: readonly string[];
  readonly limits?: Readonly<Record<string, number>>;
  /** The smallest and the largest subgroup. */
  readonly subgroups?: readonly [number, number];
  /** Faults that popErrorScope reports once, by the filter of the scope. */
  readonly faults?: Partial<Record<GPUErrorFilter, string>>;
  /** Makes pipelines fail: every one, or those of this source. */
  readonly shaderFault?: string | { readonly code: string };
  /** Makes every run fail, as on a lost device. */
  readonly runFault?: string;
  /** Called for each submit, with the sources of its dispatches; its work is done when the promise is. */
  readonly work?: (dispatches: number, codes: readonly string[]) => Promise<void>;
  /** Names of the adapter, by the keys of GPUAdapterInfo. */
  readonly adapter?: Readonly<Record<string, string>>;
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
  /** The largest number of pipelines that were being made at once. */
  readonly pipelinesAtOnce: () => number;
  /** The dispatches of each submit. */
  readonly submits: readonly number[];
  readonly lose: (message: string) => void;
}

/** More than any test needs. */
const PLENTY = new Proxy({}, { get: () => 2 ** 40 });

export function fakeDevice(choices: FakeChoices = {}): FakeDevice {
  const buffers: FakeBuffer[] = [];
  const writes: number[] = [];
  const pipelines: string[] = [];
  const submits: number[] = [];
  const making = { now: 0, most: 0 };
  let worked: Promise<unknown> = Promise.resolve();
  const scopes: GPUErrorFilter[] = [];
  const faults = new Map(Object.entries(choices.faults ?? {}));
  let lose: (message: string) => void = () => undefined;
  const lost = new Promise<{ message: string }>((resolve) => {
    lose = (message) => resolve({ message });
  });
  const device = {
    features: new Set(choices.features),
    limits: choices.limits ?? PLENTY,
    adapterInfo: {
      ...choices.adapter,
      subgroupMinSize: choices.subgroups?.[0],
      subgroupMaxSize: choices.subgroups?.[1],
    },
    lost,
    pushErrorScope: (filter: GPUErrorFilter) => scopes.push(filter),
    popErrorScope: async () => {
      const filter = scopes.pop();
      if (filter === undefined) throw new Error('popErrorScope without pushErrorScope');
      const message = faults.get(filter);
      faults.delete(filter);
      return message === undefined ? null : { message };
    },
    createBuffer: ({ size, usage }: { readonly size: number; readonly usage: number }) => {
      const buffer = { size, bytes: new Uint8Array(size), destroyed: false };
      buffers.push(buffer);
      return {
        ...buffer,
        usage,
        mapState: 'unmapped',
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
      making.most = Math.max(making.most, ++making.now);
      await new Promise((resolve) => setTimeout(resolve));
      making.now--;
      const { code } = compute.module;
      const { shaderFault } = choices;
      if (typeof shaderFault === 'string') throw new Error(shaderFault);
      if (shaderFault?.code === code) throw new Error('refused');
      pipelines.push(code);
      return { code };
    },
    createCommandEncoder: () => {
      const codes: string[] = [];
      let now = '';
      return {
        beginComputePass: () => ({
          setPipeline: ({ code }: { readonly code: string }) => (now = code),
          setBindGroup: () => undefined,
          dispatchWorkgroups: () => codes.push(now),
          end: () => undefined,
        }),
        copyBufferToBuffer: () => undefined,
        finish: () => codes,
      };
    },
    queue: {
      submit: ([codes = []]: readonly (readonly string[])[]) => {
        submits.push(codes.length);
        worked = choices.work?.(codes.length, codes) ?? worked;
      },
      onSubmittedWorkDone: () => worked,
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
  return {
    device: device as unknown as GPUDevice,
    buffers,
    writes,
    pipelines,
    pipelinesAtOnce: () => making.most,
    submits,
    lose,
  };
}
