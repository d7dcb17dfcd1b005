/** `--calibrate`: inputs that the model is run on, from archives, along a trajectory of its own, or of the config. */

import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { defaultsOf } from '../../ir/define.ts';
import { DiagnosticError } from '../../ir/diagnostics.ts';
import { TokenReader } from '../../ir/token-reader.ts';
import type { Registry } from '../api/registry.ts';
import type { Calibration, CalibrationInputs } from '../calibrate/calibration.ts';
import { badTrajectory, noFilesInside } from '../calibrate/diagnostics.ts';
import { trajectory, trajectoryOptions } from '../calibrate/trajectory.ts';
import type { TrajectoryOptions } from '../calibrate/trajectory.ts';
import { calibrationFromFiles } from '../host/node-calibration.ts';
import type { ArchiveFile } from '../host/node-calibration.ts';
import { badOption, readOption } from '../passes/parse-steps.ts';
import { refuse, take } from './command.ts';
import type { CommandContext } from './command.ts';
import { isFolder, pathOf, readNamedFile, readTensors } from './files.ts';

const TRAJECTORY = 'trajectory';

/** What the config gives where the command line says nothing. */
export async function readCalibrate(
  context: CommandContext,
  given: string | undefined,
  registry: Registry,
): Promise<Calibration | undefined> {
  if (given === undefined) return registry.calibration;
  const [first = '', ...others] = given.split(',').map((item) => item.trim());
  const [kind, option] = [first.split(':', 1)[0], first.slice(TRAJECTORY.length + 1)];
  if (kind !== TRAJECTORY) {
    return calibrationFromFiles(await archivesOf(context, [first, ...others]));
  }
  const words = [option, ...others].filter((word) => word !== '');
  const settings = words.filter((word) => /^\w+=/.test(word));
  const files = await archivesOf(
    context,
    words.filter((word) => !settings.includes(word)),
  );
  const sets: CalibrationInputs[] = [];
  for (const { name } of files) sets.push(await readTensors(context, name));
  return trajectory(readSettings(settings), sets);
}

/** Archives as they are, and those of folders in the order of their names; all are there. */
async function archivesOf(
  context: CommandContext,
  names: readonly string[],
): Promise<readonly (ArchiveFile & { readonly name: string })[]> {
  const found: string[] = [];
  for (const name of names) {
    if (!(await isFolder(context, name))) {
      const hint = 'name .npz archives, a folder of them, or trajectory';
      take(context, await readNamedFile(context, name, hint), 'usage');
      found.push(name);
      continue;
    }
    const inside = await readdir(pathOf(context, name));
    const archives = inside.filter((file) => file.endsWith('.npz')).sort();
    if (archives.length === 0) refuse(noFilesInside(name));
    found.push(...archives.map((file) => join(name, file)));
  }
  return found.map((name) => ({ name, path: pathOf(context, name) }));
}

function readSettings(settings: readonly string[]): TrajectoryOptions {
  const specs = Object.entries(trajectoryOptions);
  const options: Record<string, unknown> = { ...defaultsOf(trajectoryOptions) };
  const known = specs.map(([name]) => name);
  for (const setting of settings) {
    const [name = '', value = ''] = setting.split('=', 2);
    const spec = specs.find(([other]) => other === name)?.[1];
    if (spec === undefined)
      return refuse(badOption(TRAJECTORY, `there is no option ${name}`, known));
    try {
      const reader = new TokenReader(value, undefined);
      options[name] = readOption(reader, spec);
      reader.end();
    } catch (error) {
      if (!(error instanceof DiagnosticError)) throw error;
      refuse(badOption(TRAJECTORY, `${name}: ${error.message}`, known));
    }
  }
  const read = options as TrajectoryOptions;
  for (const name of ['steps', 'runs'] as const) {
    if (read[name] < 1 || read[name] > MOST) refuse(badTrajectory(name, read[name], MOST));
  }
  return read;
}

const MOST = 1000;
