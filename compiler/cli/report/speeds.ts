/** What times are estimated from: the figures of a device for a target, and how they are used, in words. */

import type { Device } from '../../../targets/devices/index.ts';
import type { Speeds } from '../../blocks/block-cost.ts';
import type { DeviceFigure, ReportDevice } from '../../report/data.ts';
import type { Precision } from '../../target.ts';

export interface TargetSpeeds {
  /** Undefined where nothing is known that the target's kernels could be measured by. */
  readonly speeds: Speeds | undefined;
  readonly method: string;
  readonly uses: readonly string[];
}

const PEAK32 = 'peak of the GPU in fp32';
const PEAK16 = 'peak of the GPU in fp16';
const NEURAL = 'neural accelerator';
const BANDWIDTH = 'memory bandwidth';
const DISPATCH = 'one dispatch';

export function aboutDevice({ name, title, costs }: Device): ReportDevice {
  if (costs === null) return { name, title, figures: [] };
  const figures: DeviceFigure[] = [];
  const add = (label: string, unit: string, figure: Figure | null): void => {
    if (figure === null) return;
    const { value, source, from } = figure;
    figures.push({ name: label, value, unit, source, from });
  };
  add(PEAK32, 'GFLOPS', costs.peakFp32Gflops);
  add(PEAK16, 'GFLOPS', costs.peakFp16Gflops);
  add(NEURAL, 'TOPS', costs.neuralTops);
  add(BANDWIDTH, 'GB/s', costs.bandwidthGigabytesPerSecond);
  add(DISPATCH, 'µs', costs.dispatchMicroseconds);
  return { name, title, figures };
}

type Costs = NonNullable<Device['costs']>;
type Figure = Costs['peakFp32Gflops'];

const ROOFLINE =
  'The least time of a kernel: the larger of its arithmetic at the peak and its bytes at the bandwidth';
const NOTHING = 'Nothing is known of the speed of this device, so no time is estimated.';

/** Of a target that is not built in: those of the GPU. */
export function speedsFor(target: string, device: Device, precision: Precision): TargetSpeeds {
  const { costs, coreml, nnapi } = device;
  if (costs === null) return { speeds: undefined, method: NOTHING, uses: [] };
  if (target === 'nnapi' && nnapi?.drivers.value.length === 0) {
    const method =
      'The device file names no accelerated driver of NNAPI, and of its CPU no speed is known: no time is estimated.';
    return { speeds: undefined, method, uses: [] };
  }
  const units = coreml?.computeUnits.value;
  const neural =
    target === 'nnapi' ||
    (target === 'coreml' && (units === 'all' || units === 'cpuAndNeuralEngine'));
  if (neural && costs.neuralTops !== null) {
    const speeds = speedsOf(costs, 1e12 * costs.neuralTops.value, 0);
    const method = `${ROOFLINE}. The peak is that of the neural accelerator as its vendor counts it, which may be in integers of 8 bits; what starting an operation costs is not known and left out. Products and reductions count; what is computed element by element is taken as fused.`;
    return { speeds, method, uses: [NEURAL, BANDWIDTH] };
  }
  const half = precision === 'fp16' && hasHalves(target, device) ? costs.peakFp16Gflops : null;
  const peak = half === null ? PEAK32 : PEAK16;
  const flops = 1e9 * (half ?? costs.peakFp32Gflops).value;
  if (target !== 'webgpu') {
    const method = `${ROOFLINE}, on the GPU. Products and reductions count; what is computed element by element is taken as fused, and what starting an operation costs is left out.`;
    return { speeds: speedsOf(costs, flops, 0), method, uses: [peak, BANDWIDTH] };
  }
  const seconds = 1e-6 * costs.dispatchMicroseconds.value;
  const method = `${ROOFLINE}; and what each dispatch costs. Kernels never reach it: it says where time must go, not how much it will be.`;
  return { speeds: speedsOf(costs, flops, seconds), method, uses: [peak, BANDWIDTH, DISPATCH] };
}

function speedsOf(costs: Costs, flopsPerSecond: number, secondsPerKernel: number): Speeds {
  const bytesPerSecond = 1e9 * costs.bandwidthGigabytesPerSecond.value;
  return { flopsPerSecond, bytesPerSecond, secondsPerKernel, bytesPerByte: 1 };
}

/** Without the feature, shaders compute in fp32 what is stored in halves. */
function hasHalves(target: string, { webgpu }: Device): boolean {
  return target !== 'webgpu' || webgpu?.features.value.includes('shader-f16') === true;
}
