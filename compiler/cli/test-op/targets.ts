/** The targets that uses of an op are run on, each with a device that it serves. */

import type { OpDefinition } from '../../../ir/define.ts';
import { Graph } from '../../../ir/graph.ts';
import type { Registry } from '../../api/registry.ts';
import { prepareTargets } from '../../prepare.ts';
import type { Precision } from '../../target.ts';
import type { CommandContext } from '../command.ts';
import type { OpRun } from './run-cases.ts';
import { readDevice, readTargets } from '../options.ts';
import { RUN_TARGETS } from '../run-compiled.ts';
import type { RunChoices } from '../run-compiled.ts';

export interface TargetChoice extends Omit<RunChoices, 'precision'> {
  readonly targets?: readonly string[];
  readonly device?: string;
  readonly compute: Precision;
}

/** Those that are asked for, else those of which the op says something. */
export async function targetsFor(
  context: CommandContext,
  registry: Registry,
  op: OpDefinition,
  given: TargetChoice,
): Promise<readonly OpRun[]> {
  const own = Object.keys(op.lowerings ?? {});
  const known = RUN_TARGETS.filter((name) => own.includes(name));
  const runnable = { ...registry, targets: registry.targets.filter(isRunnable) };
  const chosen = readTargets(runnable, given.targets ?? known).filter(isRunnable);
  const device = given.device && (await readDevice(context, registry, given.device));
  return chosen.map((target) => ({
    ...given,
    precision: 'declared' as const,
    target,
    device: device || deviceFor(registry, target, given.compute),
    compute: given.compute,
  }));
}

function isRunnable(target: Registry['targets'][number]): target is OpRun['target'] {
  return RUN_TARGETS.some((name) => name === target.name);
}

/** The first that the target serves. */
function deviceFor({ devices }: Registry, target: OpRun['target'], precision: Precision) {
  const nothing = new Graph('nothing');
  const serves = (device: OpRun['device']): boolean =>
    prepareTargets({ targets: [target], device, precision }, nothing, nothing.name).ok;
  const fits = devices.find(serves);
  if (fits === undefined) throw new Error(`no device for ${target.name}`);
  return fits;
}
