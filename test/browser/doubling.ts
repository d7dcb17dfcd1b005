/** The smallest round trip through WebGPU: a compute shader doubles numbers. */

/** Stands on its own, because the browser test sends its source text into a page. */
export async function doubleOnDevice(
  device: GPUDevice,
  numbers: readonly number[],
  precision: 'f32' | 'f16' = 'f32',
): Promise<number[]> {
  const bytes = numbers.length * Float32Array.BYTES_PER_ELEMENT;
  const work = device.createBuffer({
    size: bytes,
    usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST,
  });
  const readback = device.createBuffer({
    size: bytes,
    usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
  });
  device.queue.writeBuffer(work, 0, new Float32Array(numbers));
  const pipeline = await device.createComputePipelineAsync({
    layout: 'auto',
    compute: {
      module: device.createShaderModule({
        code: `
          ${precision === 'f16' ? 'enable f16;' : ''}
          @group(0) @binding(0) var<storage, read_write> data: array<f32>;
          @compute @workgroup_size(1)
          fn main(@builtin(global_invocation_id) id: vec3u) {
            let number = ${precision}(data[id.x]);
            data[id.x] = f32(number + number);
          }`,
      }),
    },
  });
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  pass.setPipeline(pipeline);
  pass.setBindGroup(
    0,
    device.createBindGroup({
      layout: pipeline.getBindGroupLayout(0),
      entries: [{ binding: 0, resource: { buffer: work } }],
    }),
  );
  pass.dispatchWorkgroups(numbers.length);
  pass.end();
  encoder.copyBufferToBuffer(work, 0, readback, 0, bytes);
  device.queue.submit([encoder.finish()]);
  await readback.mapAsync(GPUMapMode.READ);
  return [...new Float32Array(readback.getMappedRange())];
}
