/** One run of a model: brings the inputs in, submits the work, and reads the outputs or leaves them on the GPU. */

import { checkAborted, validated } from './errors.ts';
import { decode } from './elements.ts';
import type { Elements } from './elements.ts';
import { isBuffer, storedSize } from './interface.ts';
import type { Feed } from './interface.ts';
import { stagedSize } from './parts.ts';
import type { Parts } from './parts.ts';
import type { Submit } from './slices.ts';

export interface Run {
  readonly feeds: readonly Feed[];
  /** Absent where the outputs are read; else the buffers that outputs are copied to, if any. */
  readonly targets: readonly (GPUBuffer | undefined)[] | undefined;
  readonly submit: Submit;
  readonly signal: AbortSignal | undefined;
}

/** The flag of GPUMapMode; a number, because not every platform has the name as a global. */
const READ = 1;

export async function execute(
  parts: Parts,
  { feeds, targets, submit, signal }: Run,
): Promise<Readonly<Record<string, Elements | GPUBuffer>>> {
  checkAborted(signal);
  const brought = bringIn(parts, feeds);
  // Told after the submits, so that no run begins while this one goes on.
  brought.catch(() => undefined);
  await submit(parts, (encoder) => targets ?? stageOutputs(parts, encoder), signal);
  await brought;
  return targets === undefined ? readOutputs(parts) : copyOutputs(parts, targets);
}

type Copy = readonly [from: GPUBuffer, to: GPUBuffer, bytes: number];

async function bringIn({ device, program, buffers }: Parts, feeds: readonly Feed[]): Promise<void> {
  await validated(device, 'input', () => {
    const copies: Copy[] = [];
    program.inputs.forEach((tensor, index) => {
      const feed = feeds[index];
      const target = buffers[tensor.buffer];
      if (feed === undefined || target === undefined || feed === target) return;
      if (isBuffer(feed)) copies.push([feed, target, storedSize(tensor)]);
      else {
        const { buffer, byteOffset, byteLength } = feed;
        device.queue.writeBuffer(target, 0, buffer, byteOffset, byteLength);
      }
    });
    copy(device, copies);
  });
}

async function copyOutputs(
  { device, program, buffers }: Parts,
  targets: readonly (GPUBuffer | undefined)[],
): Promise<Readonly<Record<string, GPUBuffer>>> {
  const outputs: Record<string, GPUBuffer> = {};
  await validated(device, 'output', () => {
    const copies: Copy[] = [];
    program.outputs.forEach((tensor, index) => {
      const own = buffers[tensor.buffer];
      const target = targets[index] ?? own;
      if (own === undefined || target === undefined) return;
      outputs[tensor.emitted] = target;
      if (target !== own) copies.push([own, target, storedSize(tensor)]);
    });
    copy(device, copies);
  });
  return outputs;
}

function copy(device: GPUDevice, copies: readonly Copy[]): void {
  if (copies.length === 0) return;
  const encoder = device.createCommandEncoder();
  for (const [from, to, bytes] of copies) encoder.copyBufferToBuffer(from, 0, to, 0, bytes);
  device.queue.submit([encoder.finish()]);
}

function stageOutputs({ program, buffers, staging }: Parts, encoder: GPUCommandEncoder): void {
  let offset = 0;
  for (const tensor of program.outputs) {
    const size = storedSize(tensor);
    const source = buffers[tensor.buffer];
    if (source !== undefined && size > 0) {
      encoder.copyBufferToBuffer(source, 0, staging, offset, size);
    }
    offset += stagedSize(tensor);
  }
}

async function readOutputs({
  program,
  staging,
}: Parts): Promise<Readonly<Record<string, Elements>>> {
  await staging.mapAsync(READ);
  const outputs: Record<string, Elements> = {};
  let offset = 0;
  for (const tensor of program.outputs) {
    const size = storedSize(tensor);
    const words = size === 0 ? new ArrayBuffer(0) : staging.getMappedRange(offset, size).slice(0);
    outputs[tensor.emitted] = decode(tensor, words);
    offset += stagedSize(tensor);
  }
  staging.unmap();
  return outputs;
}
