/** The adapter's measured roof: multiply-adds on values in registers, with nothing to load. */

import { formatDiagnostic } from '../../ir/diagnostics.ts';
import { openDevice } from '../../targets/webgpu/host/adapter.ts';
import { timed } from '../measure/clock.ts';
import { watchProcess } from '../measure/process-memory.ts';
import type { Task } from '../protocol.ts';
import { CHAINS, WORKGROUPS, WORKGROUP_SIZE, roofShader } from './roof-shader.ts';
import type { Session } from './session.ts';

/** As a session it has no outputs, and each run is ROOF_FLOPS operations of roof-shader.ts. */
export async function roofSession({ adapter }: Task): Promise<Session> {
  const opened = await openDevice({ adapter: adapter === 'default' ? 'auto' : adapter });
  if (!('device' in opened)) {
    throw new Error(opened.diagnostics.map((fault) => formatDiagnostic(fault)).join('\n'));
  }
  const { device, description, close } = opened;
  const memory = watchProcess();
  const buffer = device.createBuffer({
    size: 16 * (CHAINS + WORKGROUPS * WORKGROUP_SIZE),
    usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST,
  });
  const values = [0.999, 0.998, 0.997, 0.996, 0.1, 0.2, 0.3, 0.4];
  device.queue.writeBuffer(buffer, 0, new Float32Array(values));
  let pipeline: GPUComputePipeline | undefined;
  const run = async (): Promise<void> => {
    if (pipeline === undefined) throw new Error('nothing is loaded');
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
  };
  return {
    adapter: description,
    memory,
    load: async () => {
      const before = performance.now();
      pipeline = await device.createComputePipelineAsync({
        layout: 'auto',
        compute: { module: device.createShaderModule({ code: roofShader() }) },
      });
      return [{ name: 'pipelines', ms: performance.now() - before }];
    },
    run: async () => ({ outputs: new Map(), sample: await timed(1, run) }),
    measure: (runs) => timed(runs, run),
    close: async () => close(),
  };
}
