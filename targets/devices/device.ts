/** The shape of a device file: what one phone can do on WebGPU, Core ML and NNAPI, figure by figure. */

import type { Figure } from './figure.ts';
import type { LimitFigures } from './limits.ts';

/** A section is null where the platform does not exist on the device, or nothing is known of it. */
export interface Device {
  readonly $schema?: string;
  /** What `--device` takes: small letters, digits and hyphens. */
  readonly name: string;
  readonly title: string;
  readonly vendor: string;
  readonly soc: string | null;
  /** What a user of this device should know and no field says. */
  readonly note?: string;
  readonly memory: DeviceMemory | null;
  readonly webgpu: DeviceWebgpu | null;
  readonly coreml: DeviceCoreml | null;
  readonly nnapi: DeviceNnapi | null;
  readonly costs: DeviceCosts | null;
}

export interface DeviceMemory {
  readonly ramBytes: Figure<number>;
  /** What may be in use before the system ends the process. */
  readonly budgetBytes: {
    /** A web page: the WebGPU target. */
    readonly page: Figure<number>;
    /** An app without special entitlements: the Core ML and NNAPI targets. */
    readonly app: Figure<number>;
  };
}

export interface DeviceWebgpu {
  /** The oldest browser, with its version, that the figures of this section hold for. */
  readonly browser?: Figure<string>;
  /** `GPUAdapterInfo`, to recognise the device at run time. */
  readonly adapter?: Figure<AdapterIdentity>;
  /** Only what is better than the default; `completeLimits` fills in the rest. */
  readonly limits: LimitFigures;
  /** Features that every unit has. Code may need them. */
  readonly features: Figure<readonly string[]>;
  /** Features that depend on driver or browser version. Code may use them, but must not need them. */
  readonly featuresOnSomeUnits?: Figure<readonly string[]>;
  /** Null where the feature "subgroups" is never there. */
  readonly subgroupSize: Figure<SubgroupSize> | null;
  readonly kernels?: KernelParameters;
}

export interface AdapterIdentity {
  readonly vendor: string;
  readonly architecture?: string;
}

export interface SubgroupSize {
  readonly min: number;
  readonly max: number;
}

/** Parameters of the WebGPU target's kernel generators; the target has defaults for what is left out. */
export interface KernelParameters {
  readonly matmul?: Figure<RegisterTile>;
  /** Rows are output pixels, columns are output channels. */
  readonly conv2d?: Figure<RegisterTile>;
  /** Rows are queries, columns the keys of one step; depth counts the vec4s of features that are unrolled. */
  readonly attention?: Figure<RegisterTile>;
  /** Whether 3 x 3 convolutions go through Winograd's transform where that should be faster by the `costs`. */
  readonly winograd?: Figure<boolean>;
  /** Whether products of 8-bit activations and weights are faster by `dot4I8Packed` than as floats. */
  readonly integerDots?: Figure<boolean>;
  /** Invocations that keep the whole device busy: tiles shrink until a kernel has as many. */
  readonly invocations?: Figure<number>;
}

/** The part of the result that one invocation keeps in registers, and how its operands get there. */
export interface RegisterTile {
  readonly rows: number;
  readonly columns: number;
  /** Elements of one load: 4 is vec4. */
  readonly vectorWidth: 1 | 2 | 4;
  readonly workgroupSize: readonly [number, number, number];
  /** Steps of the reduction that are unrolled. */
  readonly depth?: number;
  /** Share loads by subgroup broadcasts. */
  readonly subgroups?: boolean;
  /** Stage in workgroup memory, with barriers, what several invocations of a workgroup read. */
  readonly staged?: boolean;
}

export type ComputeUnits = 'all' | 'cpuOnly' | 'cpuAndGPU' | 'cpuAndNeuralEngine';

export interface DeviceCoreml {
  /** The oldest iOS the compiled model has to run on. */
  readonly os: Figure<string>;
  readonly specificationVersion: Figure<number>;
  readonly opset: Figure<string>;
  /** What `MLModelConfiguration.computeUnits` should be. */
  readonly computeUnits: Figure<ComputeUnits>;
  readonly neuralEngine: NeuralEngineRules | null;
}

/** What a tensor must fulfil to stay on the Neural Engine. */
export interface NeuralEngineRules {
  readonly maxRank: Figure<number>;
  readonly maxDimension: Figure<number>;
  readonly dtypes: Figure<readonly string[]>;
  /** A bigger package must be cut into several. */
  readonly maxPackageBytes: Figure<number>;
  /** Whether 8-bit weights with 8-bit activations run faster than fp16. */
  readonly int8Activations: Figure<boolean>;
}

export interface DeviceNnapi {
  /** The oldest Android API level the app has to run on. */
  readonly androidApi: Figure<number>;
  /** As `ANeuralNetworks_getRuntimeFeatureLevel` gives it: 27 to 31, then 1000006 and up. */
  readonly runtimeFeatureLevel: Figure<number>;
  /** The lowest level among the vendor's drivers. */
  readonly deviceFeatureLevel: Figure<number>;
  /** Names of accelerated devices; empty means that only the slow CPU reference may be counted on. */
  readonly drivers: Figure<readonly string[]>;
  /** The Android API level that deprecates NNAPI. */
  readonly deprecatedSinceApi: Figure<number>;
}

export interface DeviceCosts {
  readonly peakFp32Gflops: Figure<number>;
  /** Null where fp16 arithmetic is emulated or missing. */
  readonly peakFp16Gflops: Figure<number> | null;
  readonly bandwidthGigabytesPerSecond: Figure<number>;
  readonly dispatchMicroseconds: Figure<number>;
  /** Tera-operations per second of the neural accelerator, as its vendor counts them. */
  readonly neuralTops: Figure<number> | null;
}

/** Gives a device declared in TypeScript its type; the value is returned as it is. */
export function defineDevice(device: Device): Device {
  return device;
}
