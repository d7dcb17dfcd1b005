/** Measures an adapter from beginning to end and gives the parts of a device file. */

import type { Figure } from '../figure.ts';
import { COPIED_BYTES, TILES, bandwidth, dispatchCost, peak, productSpeed } from './benchmarks.ts';
import type { Bench } from './benchmarks.ts';
import { identityOf } from './identity.ts';
import type { Measured } from './measured.ts';
import { Stopwatch } from './stopwatch.ts';

export interface MeasureOptions {
  /** `navigator.userAgent` */
  readonly userAgent: string;
  /** Of one measurement; there are about fifty. */
  readonly milliseconds: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (what: string, done: number, total: number) => void;
}

const STAGES = 4 + TILES.length;
/** A larger product on what computes faster than this. */
const FAST_GFLOPS = 50;

export async function measure(adapter: GPUAdapter, options: MeasureOptions): Promise<Measured> {
  const { where, told } = identityOf(adapter, options.userAgent);
  const hasHalf = adapter.features.has('shader-f16');
  const device = await adapter.requestDevice({ requiredFeatures: hasHalf ? ['shader-f16'] : [] });
  const faults: string[] = [];
  device.addEventListener('uncapturederror', ({ error }) => faults.push(error.message));
  // On a lost device all work is done at once, and nothing of it.
  void device.lost.then(({ message }) => faults.push(`the device was lost: ${message}`));
  const stopwatch = new Stopwatch(device, options.milliseconds, options.signal);
  const bench: Bench = { device, stopwatch };
  let done = 0;
  const stage = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
    options.signal?.throwIfAborted();
    options.onProgress?.(what, done++, STAGES);
    const result = await work();
    if (faults[0] !== undefined) throw new Error(`${what}: ${faults[0]}`);
    return result;
  };
  const figure = <T>(value: T, how: string): Figure<T> => {
    return { value, source: 'measured', from: `${where}: ${how}` };
  };
  try {
    const copied = await stage('memory bandwidth', () => bandwidth(bench));
    const fp32 = await stage('fp32 arithmetic', () => peak(bench, 'f32'));
    const fp16 = await stage('fp16 arithmetic', async () => (hasHalf ? peak(bench, 'f16') : null));
    const microseconds = await stage('dispatches', () => dispatchCost(bench));
    const size = fp32 > FAST_GFLOPS ? 512 : 256;
    const speeds: number[] = [];
    for (const tile of TILES) {
      const work = (): Promise<number> => productSpeed(bench, size, tile);
      speeds.push(await stage(`matrix product, ${tile.join(' x ')} tiles`, work));
    }
    options.onProgress?.('done', STAGES, STAGES);
    const [rows, columns] = TILES[speeds.indexOf(Math.max(...speeds))] ?? TILES[0];
    const compared = TILES.map(
      (tile, index) => `${tile.join(' x ')} ${digits(speeds[index] ?? 0)}`,
    );
    const tile = { rows, columns, vectorWidth: 4, workgroupSize: [8, 8, 1] } as const;
    const adds = 'multiply-adds on vec4s in registers';
    return {
      webgpu: {
        ...told,
        kernels: {
          matmul: figure(tile, `GFLOP/s at ${size} x ${size} x ${size}: ${compared.join(', ')}`),
        },
      },
      costs: {
        peakFp32Gflops: figure(digits(fp32), adds),
        peakFp16Gflops: fp16 === null ? null : figure(digits(fp16), `${adds}, fp16`),
        bandwidthGigabytesPerSecond: figure(
          digits(copied),
          `a kernel that copies ${COPIED_BYTES / 2 ** 20} MiB of vec4f, bytes read and written`,
        ),
        dispatchMicroseconds: figure(
          digits(microseconds),
          'empty dispatches in one pass, each with a bind group',
        ),
      },
    };
  } finally {
    device.destroy();
  }
}

function digits(value: number): number {
  return Number(value.toPrecision(3));
}
