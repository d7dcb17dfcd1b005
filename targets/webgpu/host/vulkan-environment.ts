/** Makes the Vulkan loader of this process see one software driver, without root and without a new process. */
import { constants } from 'node:os';
import { isMainThread } from 'node:worker_threads';
import type { Diagnostic } from '../../../ir/diagnostics.ts';
import { driverUnusable } from './diagnostics.ts';
import type { SoftwareDriver } from './software-driver.ts';

/** The newer name wins in the loader, so both are set. */
const DRIVER_VARIABLES = ['VK_DRIVER_FILES', 'VK_ICD_FILENAMES'] as const;

/** glibc's RTLD_NODELETE, which os.constants does not list. */
const KEEP_LOADED = 0x1000;

const asStarted = DRIVER_VARIABLES.map((name) => process.env[name]);

/** True when whoever started this process chose a Vulkan driver for it. */
export function userChoseDriver(): boolean {
  return asStarted.some((value) => value !== undefined);
}

let machineLoader: boolean | undefined;

/** False when this machine has no Vulkan loader of its own, and so no GPU that Dawn could use. */
export function machineHasVulkanLoader(): boolean {
  machineLoader ??= process.platform !== 'linux' || loadLibrary('libvulkan.so.1') === undefined;
  return machineLoader;
}

/** The loader sees again what it saw when this process started. */
export function useMachineDrivers(): void {
  DRIVER_VARIABLES.forEach((name, index) => {
    const value = asStarted[index];
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  });
}

/** From now on the Vulkan loader finds `driver` and no other. */
export function useSoftwareDriver(driver: SoftwareDriver): Diagnostic | undefined {
  const chosen = DRIVER_VARIABLES.every((name) => process.env[name] === driver.manifest);
  if (!chosen && !isMainThread) {
    // A worker's process.env is a copy which the loader, reading the real one, never sees.
    return driverUnusable(driver.name, 'the first device must be opened on the main thread');
  }
  // Asked for now, because afterwards the driver's loader would be taken for the machine's.
  machineHasVulkanLoader();
  for (const name of DRIVER_VARIABLES) process.env[name] = driver.manifest;
  for (const library of driver.libraries) {
    const reason = loadLibrary(library);
    if (reason !== undefined) return driverUnusable(driver.name, reason);
  }
  return undefined;
}

/**
 * Loads a shared library for good and answers why it could not be, or undefined. LD_LIBRARY_PATH counts
 * only when a process starts; but once a library is loaded, whoever asks for its name gets it. Node
 * complains that the library is no addon and closes it again, which the flag makes harmless.
 */
export function loadLibrary(path: string): string | undefined {
  try {
    process.dlopen({ exports: {} }, path, constants.dlopen.RTLD_NOW | KEEP_LOADED);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return reason.startsWith('Module did not self-register') ? undefined : reason;
  }
  return undefined;
}
