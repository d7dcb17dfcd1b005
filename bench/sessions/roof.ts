/** The adapter's measured roof: multiply-adds on values in registers, with nothing to load. */

import { formatDiagnostic } from '../../ir/diagnostics.ts';
import { openDevice } from '../../targets/webgpu/host/adapter.ts';
import { timed } from '../measure/clock.ts';
import { watchProcess } from '../measure/process-memory.ts';
import { choiceOf } from '../protocol.ts';
import type { Task } from '../protocol.ts';
import { CHAIN_COUNTS, WORKGROUPS, WORKGROUP_SIZE, roofShader } from './roof-shader.ts';
import type { Session } from './session.ts';

/** As a session it has no outputs, and each run is ROOF_FLOPS operations of roof-shader.ts. */
export async function roofSession({ adapter }: Task): Promise<Session> {
  const opened = await openDevice({ adapter: choiceOf(adapter) });
  if (!('device' in opened)) {
    throw new Error(opened.diagnostics.map((fault) => formatDiagnostic(fault)).join('\n'));
  }
  const { device, description, close } = opened;
  const memory = watchProcess();
  const buffer = device.createBuffer({
    size: 4 * (Math.max(...CHAIN_COUNTS) + WORKGROUPS * WORKGROUP_SIZE),
    usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST,
  });
  device.queue.writeBuffer(buffer, 0, new Float32Array([0.999, 0.1]));
  let best: GPUComputePipeline | undefined;
  const run = async (): Promise<void> => {
    if (best === undefined) throw new Error('nothing is loaded');
    await dispatch(device, best, buffer);
  };
  return {
    adapter: description,
    memory,
    load: async () => {
      const before = performance.now();
      best = await fastest(device, buffer);
      return [{ name: 'pipelines', ms: performance.now() - before }];
    },
    run: async () => ({ outputs: new Map(), sample: await timed(1, run) }),
    measure: (runs) => timed(runs, run),
    close: async () => close(),
  };
}

/** Each has three tries, since one may be disturbed by other load. */
async function fastest(device: GPUDevice, buffer: GPUBuffer): Promise<GPUComputePipeline> {
  let best: { readonly pipeline: GPUComputePipeline; readonly wallMs: number } | undefined;
  for (const chains of CHAIN_COUNTS) {
    const module = device.createShaderModule({ code: roofShader(chains) });
    const pipeline = await device.createComputePipelineAsync({
      layout: 'auto',
      compute: { module },
    });
    const work = (): Promise<void> => dispatch(device, pipeline, buffer);
    await work();
    for (let attempt = 0; attempt < 3; attempt++) {
      const { wallMs } = await timed(1, work);
      if (best === undefined || wallMs < best.wallMs) best = { pipeline, wallMs };
    }
  }
  if (best === undefined) throw new Error('there is no shader to measure');
  return best.pipeline;
}

async function dispatch(
  device: GPUDevice,
  pipeline: GPUComputePipeline,
  buffer: GPUBuffer,
): Promise<void> {
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  pass.setPipeline(pipeline);
  const layout = pipeline.getBindGroupLayout(0);
  const entries = [{ binding: 0, resource: { buffer } }];
  pass.setBindGroup(0, device.createBindGroup({ layout, entries }));
  pass.dispatchWorkgroups(WORKGROUPS);
  pass.end();
  device.queue.submit([encoder.finish()]);
  await device.queue.onSubmittedWorkDone();
}
