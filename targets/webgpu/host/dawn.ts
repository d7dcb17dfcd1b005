/** Loads Dawn, npm's WebGPU for Node, and keeps its instances alive. */
import type { Diagnostic } from '../../../ir/diagnostics.ts';
import { dawnMissing, dawnUnusable } from './diagnostics.ts';

type Dawn = typeof import('webgpu');

/** On globalThis, because Dawn crashes when an instance is collected while its devices live. */
const INSTANCES = Symbol.for('snapc.dawn.instances');

export async function loadDawn(): Promise<Dawn | Diagnostic> {
  try {
    const dawn = await import('webgpu');
    defineGlobals(dawn.globals);
    return dawn;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ERR_MODULE_NOT_FOUND' && message.includes("'webgpu'")) return dawnMissing();
    return dawnUnusable(message);
  }
}

/** The interfaces and flag sets that a browser has as globals (GPUBufferUsage and the like). */
function defineGlobals(globals: object): void {
  for (const [name, value] of Object.entries(globals)) {
    if (!(name in globalThis)) {
      Object.defineProperty(globalThis, name, { value, writable: true, configurable: true });
    }
  }
}

/** One instance per set of drivers: an instance remembers the drivers that it saw when it was made. */
export function dawnInstance(dawn: Dawn, drivers: string): GPU {
  const holder = globalThis as { [INSTANCES]?: Map<string, GPU> };
  const instances = (holder[INSTANCES] ??= new Map<string, GPU>());
  let instance = instances.get(drivers);
  if (instance === undefined) {
    instance = dawn.create(['disable-dawn-features=timestamp_quantization']);
    instances.set(drivers, instance);
  }
  return instance;
}
