/**
 * Dawn in Node asks for finished work in every turn of the event loop, which then never rests: on a software adapter
 * that takes a core from the work itself. While a promise of the device is pending, each turn sleeps a little.
 */

/** Long beside asking, short beside a run. */
const MILLISECONDS = 0.25;

const cell = new Int32Array(new SharedArrayBuffer(4));
let pending = 0;
let scheduled = false;

function rest(): void {
  scheduled = false;
  if (pending === 0) return;
  Atomics.wait(cell, 0, 0, MILLISECONDS);
  schedule();
}

/** Once in each turn, however often work has ended and begun since the last one. */
function schedule(): void {
  if (scheduled) return;
  scheduled = true;
  setImmediate(rest);
}

function begin(): void {
  pending++;
  schedule();
}

function end(): void {
  pending--;
}

/** The same device, whose waiting leaves the processor to the adapter. */
export function resting(device: GPUDevice): GPUDevice {
  restWhile(device.queue, 'onSubmittedWorkDone');
  restWhile(device, 'createComputePipelineAsync');
  const createBuffer = device.createBuffer.bind(device);
  replace(device, 'createBuffer', (descriptor: GPUBufferDescriptor) => {
    const buffer = createBuffer(descriptor);
    restWhile(buffer, 'mapAsync');
    return buffer;
  });
  return device;
}

function restWhile<K extends string>(
  object: { readonly [Name in K]: (...given: never[]) => Promise<unknown> },
  name: K,
): void {
  const original = object[name].bind(object) as (...given: unknown[]) => Promise<unknown>;
  replace(object, name, (...given: unknown[]) => {
    const work = original(...given);
    begin();
    work.then(end, end);
    return work;
  });
}

function replace(object: object, name: string, value: unknown): void {
  Object.defineProperty(object, name, { value, configurable: true });
}
