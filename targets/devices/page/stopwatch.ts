/** Runs a shader as often as it takes to be timed by the clock of a page, which is coarse. */

export interface Work {
  readonly code: string;
  readonly buffers: readonly GPUBuffer[];
  readonly workgroups: readonly [number, number?, number?];
}

/** A pass of seconds would be ended by the browser together with the page's device. */
const MOST_DISPATCHES = 4096;
const REPEATS = 3;

export class Stopwatch {
  readonly #device: GPUDevice;
  /** Of one measurement. */
  readonly #milliseconds: number;
  readonly #signal: AbortSignal | undefined;
  /** What submitting nothing takes. */
  #nothing: number | undefined;

  constructor(device: GPUDevice, milliseconds: number, signal?: AbortSignal) {
    this.#device = device;
    this.#milliseconds = milliseconds;
    this.#signal = signal;
  }

  /** Seconds of one dispatch: of several measurements the shortest. */
  async seconds({ code, buffers, workgroups }: Work): Promise<number> {
    const device = this.#device;
    const pipeline = await device.createComputePipelineAsync({
      layout: 'auto',
      compute: { module: device.createShaderModule({ code }) },
    });
    const group = device.createBindGroup({
      layout: pipeline.getBindGroupLayout(0),
      entries: buffers.map((buffer, binding) => ({ binding, resource: { buffer } })),
    });
    const run = (times: number): Promise<number> =>
      this.#submit((pass) => {
        pass.setPipeline(pipeline);
        for (let index = 0; index < times; index++) {
          pass.setBindGroup(0, group);
          pass.dispatchWorkgroups(...workgroups);
        }
      });
    this.#nothing ??= Math.min(await run(0), await run(0), await run(0));
    await run(1);
    let times = 1;
    let best = await run(times);
    while (best - this.#nothing < this.#milliseconds && times < MOST_DISPATCHES) {
      const missing = this.#milliseconds / Math.max(best - this.#nothing, 0.1);
      times = Math.min(MOST_DISPATCHES, times * Math.ceil(Math.min(Math.max(missing, 2), 16)));
      best = await run(times);
    }
    for (let again = 1; again < REPEATS; again++) best = Math.min(best, await run(times));
    return Math.max(best - this.#nothing, 0.01) / times / 1000;
  }

  async #submit(work: (pass: GPUComputePassEncoder) => void): Promise<number> {
    this.#signal?.throwIfAborted();
    const encoder = this.#device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    work(pass);
    pass.end();
    const commands = encoder.finish();
    const begun = performance.now();
    this.#device.queue.submit([commands]);
    await this.#device.queue.onSubmittedWorkDone();
    return performance.now() - begun;
  }
}
