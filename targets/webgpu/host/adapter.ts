/** Opens a WebGPU device in Node: a GPU where Dawn finds one, otherwise a software driver. */
import type { Diagnostic } from '../../../ir/diagnostics.ts';
import { dawnInstance, loadDawn } from './dawn.ts';
import {
  deviceRefused,
  driverUnusable,
  limitTooHigh,
  missingFeature,
  noGpu,
  unknownAdapter,
} from './diagnostics.ts';
import { resting } from './resting.ts';
import { findSoftwareDriver, isDriver, type SoftwareName } from './software-driver.ts';
import {
  machineHasVulkanLoader,
  useMachineDrivers,
  userChoseDriver,
  useSoftwareDriver,
} from './vulkan-environment.ts';

const CHOICES = ['auto', 'gpu', 'swiftshader', 'lavapipe'] as const;
export type AdapterChoice = (typeof CHOICES)[number];

export interface DeviceOptions {
  /** `auto` unless the environment variable SNAPC_ADAPTER says otherwise. */
  readonly adapter?: AdapterChoice;
  readonly requiredFeatures?: readonly GPUFeatureName[];
  readonly requiredLimits?: Readonly<Record<string, number>>;
}

export interface OpenedDevice {
  readonly device: GPUDevice;
  readonly adapter: GPUAdapter;
  /** For people: the adapter's name, vendor and architecture. */
  readonly description: string;
  readonly close: () => void;
}

export interface NoDevice {
  readonly diagnostics: readonly Diagnostic[];
}

/** Opens the first adapter of the choice that has every required feature and limit. */
export async function openDevice(options: DeviceOptions = {}): Promise<OpenedDevice | NoDevice> {
  const choice = options.adapter ?? process.env['SNAPC_ADAPTER'] ?? 'auto';
  if (!isChoice(choice)) return { diagnostics: [unknownAdapter(choice)] };
  const dawn = await loadDawn();
  if ('code' in dawn) return { diagnostics: [dawn] };

  const refusals: Diagnostic[] = [];
  for await (const found of candidates(dawn, choice)) {
    if ('code' in found) {
      refusals.push(found);
      continue;
    }
    const opened = await openAdapter(found, options);
    if ('device' in opened) return opened;
    refusals.push(...opened.diagnostics);
  }
  return { diagnostics: refusals };
}

function isChoice(name: string): name is AdapterChoice {
  return CHOICES.some((choice) => choice === name);
}

type Dawn = Exclude<Awaited<ReturnType<typeof loadDawn>>, Diagnostic>;

/** Adapters in the order of preference; each is asked for only when those before it would not do. */
async function* candidates(
  dawn: Dawn,
  choice: AdapterChoice,
): AsyncGenerator<GPUAdapter | Diagnostic> {
  if (choice === 'swiftshader' || choice === 'lavapipe') {
    yield await softwareAdapter(dawn, choice);
    return;
  }
  const machine = await machineAdapter(dawn);
  const wanted = machine !== undefined && (!isSoftware(machine) || userChoseDriver());
  if (choice === 'gpu') {
    yield machine !== undefined && wanted ? machine : noGpu();
    return;
  }
  if (machine !== undefined && wanted) yield machine;
  // lavapipe is there only when somebody asked for it; it is the faster of the two and has shader-f16.
  const lavapipe = await softwareAdapter(dawn, 'lavapipe');
  if (!('code' in lavapipe) || process.env['SNAPC_LAVAPIPE_DIR'] !== undefined) yield lavapipe;
  yield await softwareAdapter(dawn, 'swiftshader');
  if (machine !== undefined && !wanted) yield machine;
  if (machine === undefined) yield noGpu();
}

async function machineAdapter(dawn: Dawn): Promise<GPUAdapter | undefined> {
  // Without a loader Dawn would only write a warning to the terminal.
  if (!machineHasVulkanLoader()) return undefined;
  useMachineDrivers();
  const request = { powerPreference: 'high-performance' } as const;
  return (await dawnInstance(dawn, 'machine').requestAdapter(request)) ?? undefined;
}

async function softwareAdapter(dawn: Dawn, name: SoftwareName): Promise<GPUAdapter | Diagnostic> {
  const driver = await findSoftwareDriver(name);
  if (!isDriver(driver)) return driver;
  const fault = useSoftwareDriver(driver);
  if (fault !== undefined) return fault;
  const adapter = await dawnInstance(dawn, driver.manifest).requestAdapter();
  return adapter ?? driverUnusable(name, 'Dawn finds no adapter in it');
}

function isSoftware(adapter: GPUAdapter): boolean {
  return adapter.info.isFallbackAdapter || /llvmpipe|swiftshader/i.test(describe(adapter.info));
}

export function describe(info: GPUAdapterInfo): string {
  const name = [info.device, info.description].filter((part) => part !== '').join(', ');
  const maker = [info.vendor, info.architecture].filter((part) => part !== '').join(' ');
  return maker === '' ? name : `${name} (${maker})`;
}

async function openAdapter(
  adapter: GPUAdapter,
  options: DeviceOptions,
): Promise<OpenedDevice | NoDevice> {
  const description = describe(adapter.info);
  const { requiredFeatures = [], requiredLimits = {} } = options;
  const lacking = [
    ...requiredFeatures
      .filter((feature) => !adapter.features.has(feature))
      .map((feature) => missingFeature(feature, description)),
    ...lackingLimits(adapter, requiredLimits, description),
  ];
  if (lacking.length > 0) return { diagnostics: lacking };
  try {
    const device = await adapter.requestDevice({
      requiredFeatures: [...requiredFeatures],
      requiredLimits: { ...requiredLimits },
    });
    return { device: resting(device), adapter, description, close: () => device.destroy() };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { diagnostics: [deviceRefused(description, reason)] };
  }
}

function* lackingLimits(
  adapter: GPUAdapter,
  requiredLimits: Readonly<Record<string, number>>,
  description: string,
): Generator<Diagnostic> {
  const offeredLimits = adapter.limits as unknown as Readonly<Record<string, number | undefined>>;
  for (const [limit, wanted] of Object.entries(requiredLimits)) {
    const offered = offeredLimits[limit];
    // An alignment is the better the smaller it is; every other limit is a maximum.
    const fits =
      offered !== undefined && (limit.startsWith('min') ? wanted >= offered : wanted <= offered);
    if (!fits) yield limitTooHigh(limit, wanted, offered, description);
  }
}
