/** The tiles that are worth timing on a device, and the device with one of them. */

import type { Device, RegisterTile } from '../../devices/device.ts';
import { figure } from '../../devices/figure.ts';
import { deviceLimits } from '../limits.ts';
import type { Family } from './problem.ts';

type Size = RegisterTile['workgroupSize'];
type Extras = Pick<RegisterTile, 'depth' | 'subgroups' | 'staged'>;

const tile = (
  rows: number,
  columns: number,
  workgroupSize: Size,
  extras: Extras = {},
): RegisterTile => ({ rows, columns, vectorWidth: 4, workgroupSize, ...extras });

const SQUARE: Size = [8, 8, 1];
const shared = { subgroups: true } as const;
const staged = { staged: true } as const;

/** The first is what every device can do: the others are compared with its numbers. */
const CANDIDATES: Readonly<Record<Family, readonly RegisterTile[]>> = {
  matmul: [
    tile(4, 8, SQUARE),
    tile(4, 4, SQUARE),
    tile(8, 8, SQUARE),
    tile(8, 4, SQUARE),
    tile(4, 8, [16, 16, 1]),
    tile(16, 4, [8, 1, 1], shared),
    tile(16, 16, [4, 1, 1], shared),
    tile(8, 8, [4, 4, 1]),
    tile(16, 16, [4, 4, 1]),
    tile(8, 8, SQUARE, staged),
    tile(4, 4, [16, 16, 1], staged),
  ],
  conv2d: [
    tile(4, 8, SQUARE, { depth: 12 }),
    tile(4, 4, SQUARE, { depth: 12 }),
    tile(4, 8, SQUARE, { depth: 4 }),
    tile(8, 8, SQUARE, { depth: 12 }),
    tile(4, 16, [16, 1, 1], { depth: 4, ...shared }),
    tile(8, 16, [16, 1, 1], { depth: 12, ...shared }),
    tile(4, 16, [16, 4, 1], { depth: 4 }),
    tile(8, 8, [4, 4, 1], { depth: 4 }),
    tile(8, 8, SQUARE, { depth: 4, ...staged }),
    tile(4, 8, SQUARE, { depth: 4, ...staged }),
  ],
  attention: [
    // Not unrolled: some drivers compile the others for half a minute.
    tile(1, 8, [64, 1, 1], { depth: 4 }),
    tile(1, 8, [64, 1, 1], { depth: 20 }),
    tile(1, 16, [64, 1, 1], { depth: 20 }),
    tile(2, 8, [64, 1, 1], { depth: 10 }),
    tile(4, 8, [32, 1, 1], { depth: 10 }),
    tile(4, 8, [32, 1, 1], { depth: 10, ...shared }),
    tile(1, 8, [64, 1, 1], { depth: 20, ...staged }),
    tile(2, 8, [32, 1, 1], { depth: 4, ...shared }),
  ],
};

/** What the kernel generators take where the device says nothing. */
const DEFAULTS: Readonly<Record<Family, RegisterTile>> = {
  matmul: tile(4, 8, SQUARE),
  conv2d: tile(4, 8, SQUARE, { depth: 12 }),
  attention: tile(1, 8, [64, 1, 1], { depth: 20 }),
};

const DEFAULT_INVOCATIONS = 2048;

/** More and fewer invocations than the device is said to want, for the best of its tiles. */
export function invocationCounts(device: Device): readonly number[] {
  const now = invocationsOf(device);
  return [4 * now, Math.ceil(now / 4)];
}

export function invocationsOf({ webgpu }: Device): number {
  return webgpu?.kernels?.invocations?.value ?? DEFAULT_INVOCATIONS;
}

/** The tile that the device has now. */
export function tileOf(family: Family, device: Device): RegisterTile {
  return device.webgpu?.kernels?.[family]?.value ?? DEFAULTS[family];
}

/** Without those that need more than the device guarantees; the device's own tile is the second. */
export function candidatesFor(family: Family, device: Device): readonly RegisterTile[] {
  const [plain, ...rest] = CANDIDATES[family];
  const own = tileOf(family, device);
  const all = [plain, own, ...rest].filter((candidate) => candidate !== undefined);
  const texts = all.map(
    (candidate) => `${candidateText({ tile: candidate })} ${candidate.workgroupSize.join()}`,
  );
  return all.filter(
    (candidate, index) =>
      texts.indexOf(texts[index] ?? '') === index && isLegal(candidate, family, device),
  );
}

function isLegal({ workgroupSize, subgroups }: RegisterTile, family: Family, device: Device) {
  const limits = deviceLimits(device);
  const [x, y, z] = workgroupSize;
  if (x * y * z > limits.maxComputeInvocationsPerWorkgroup) return false;
  if (x > limits.maxComputeWorkgroupSizeX || y > limits.maxComputeWorkgroupSizeY) return false;
  if (subgroups !== true) return true;
  const size = device.webgpu?.subgroupSize?.value;
  const guaranteed = device.webgpu?.features.value.includes('subgroups') === true;
  if (!guaranteed || size === undefined || size.min !== size.max) return false;
  return family !== 'attention' || size.min % 4 === 0;
}

export interface Candidate {
  readonly tile: RegisterTile;
  /** Both are set where they are not to be as the device says. */
  readonly winograd?: boolean;
  readonly invocations?: number;
}

/** The device as it would be with the candidate. */
export function withCandidate(
  device: Device,
  family: Family,
  candidate: Candidate,
  from = 'snapc tune',
): Device {
  if (device.webgpu === null) throw new Error('a device without WebGPU has no tiles');
  const { tile: value, winograd, invocations } = candidate;
  const kernels = {
    ...device.webgpu.kernels,
    [family]: figure(value, 'measured', from),
    ...(winograd === undefined ? {} : { winograd: figure(winograd, 'measured', from) }),
    ...(invocations === undefined ? {} : { invocations: figure(invocations, 'measured', from) }),
  };
  return { ...device, webgpu: { ...device.webgpu, kernels } };
}

/** For tables and the `from` of figures. */
export function candidateText({ tile: chosen, winograd, invocations }: Candidate): string {
  const { rows, columns, workgroupSize, depth, subgroups, staged: holds } = chosen;
  return [
    `${rows} x ${columns}`,
    `workgroup ${workgroupSize.filter((size) => size > 1).join(' x ') || '1'}`,
    ...(depth === undefined ? [] : [`depth ${depth}`]),
    ...(subgroups === true ? ['subgroups'] : []),
    ...(holds === true ? ['staged'] : []),
    ...(winograd === undefined ? [] : [winograd ? 'Winograd' : 'no Winograd']),
    ...(invocations === undefined ? [] : [`${invocations} invocations`]),
  ].join(', ');
}
