/** Finds other tiles for the heaviest kernels of a program that read the same memory: what a load may choose from. */

import type { Device } from '../../devices/device.ts';
import type { BuildRequest } from '../lowering.ts';
import type { Kernel, LoweredProgram } from '../program.ts';
import { nodeFlops } from '../trace.ts';
import type { Family } from '../tune/problem.ts';
import { SameBindings } from './bindings.ts';
import { fitsInstead } from './fits.ts';
import { groupOf } from './group.ts';
import { otherTiles } from './tiles.ts';

/** Kernels that have a tile in common. */
export interface KernelVariants {
  readonly name: string;
  /** What each computes in a run of the model. */
  readonly flops: ReadonlyMap<Kernel, number>;
  readonly options: readonly KernelOption[];
}

/** The kernels of a group with another tile. */
export interface KernelOption {
  readonly name: string;
  /** By the kernel that each stands in for; those that would be the same are left out. */
  readonly kernels: ReadonlyMap<Kernel, Kernel>;
}

const MOST_GROUPS = 4;
/** Of the flops of the program: what is less is not worth the time. */
const LEAST_SHARE = 0.05;
/** Of the flops of its group: an option for less says little. */
const LEAST_COVERED = 0.5;

interface Member extends BuildRequest {
  readonly kernel: Kernel;
  readonly flops: number;
}

interface Group {
  readonly name: string;
  readonly family: Family;
  readonly members: Member[];
  flops: number;
}

/** The heaviest groups first, each with at most so many options. */
export function findVariants(
  program: LoweredProgram,
  device: Device,
  most: number,
): readonly KernelVariants[] {
  if (most <= 0) return [];
  const { groups, flops } = groupsOf(program);
  const same = new SameBindings();
  return groups
    .filter((group) => group.flops >= LEAST_SHARE * flops)
    .sort((a, b) => b.flops - a.flops)
    .slice(0, MOST_GROUPS)
    .map((group) => ({
      name: group.name,
      flops: new Map(group.members.map((member) => [member.kernel, member.flops])),
      options: optionsOf(group, device, same).slice(0, most),
    }))
    .filter(({ options }) => options.length > 0);
}

function groupsOf(program: LoweredProgram): { groups: readonly Group[]; flops: number } {
  const groups = new Map<string, Group>();
  for (const [kernel, node] of program.nodes) {
    const built = program.requests.get(kernel);
    const kind = built && groupOf(built.request);
    if (built === undefined || kind === undefined) continue;
    const flops = nodeFlops(node);
    const group = groups.get(kind.name) ?? { ...kind, members: [], flops: 0 };
    groups.set(kind.name, group);
    group.members.push({ kernel, flops, ...built });
    group.flops += flops;
  }
  const nodes = new Set(program.nodes.values());
  const total = Array.from(nodes, nodeFlops).reduce((sum, flops) => sum + flops, 0);
  return { groups: [...groups.values()], flops: total };
}

function optionsOf(
  { family, members, flops }: Group,
  device: Device,
  same: SameBindings,
): readonly KernelOption[] {
  const options = new Map<string, { kernels: Map<Kernel, Kernel>; flops: number }>();
  // The heaviest member has the longest list.
  for (const member of [...members].sort((a, b) => b.flops - a.flops)) {
    const { kernel, lowering, request } = member;
    for (const { name, device: other } of otherTiles(family, request, device)) {
      const [built, ...more] = lowering.build({ ...request, device: other });
      if (built === undefined || more.length > 0 || isSame(built, kernel)) continue;
      if (!same.of(built, kernel) || !fitsInstead(built, kernel)) continue;
      const option = options.get(name) ?? { kernels: new Map<Kernel, Kernel>(), flops: 0 };
      options.set(name, option);
      option.kernels.set(kernel, { ...built, bindings: kernel.bindings });
      option.flops += member.flops;
    }
  }
  return [...options]
    .filter(([, option]) => option.flops >= LEAST_COVERED * flops)
    .map(([name, { kernels }]) => ({ name, kernels }));
}

function isSame(built: Kernel, { code, workgroups }: Kernel): boolean {
  return built.code === code && built.workgroups.join() === workgroups.join();
}
