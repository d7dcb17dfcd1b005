/** Files beside the model and the folder that a report takes in: a profile, sensitivities, traces. */

import { join } from 'node:path';
import { isRecord } from '../../../ir/record.ts';
import type { Sensitivity } from '../../report/sensitivity.ts';
import { parseSensitivity } from '../../report/sensitivity.ts';
import { jsonObject } from '../../diffusion/json-object.ts';
import type { TimeReport } from '../../report/data-running.ts';
import type { Manifest } from '../../manifest.ts';
import { refuse, take } from '../command.ts';
import type { CommandContext } from '../command.ts';
import { readNamedFile } from '../files.ts';
import { badProfile, badSensitivity } from './diagnostics.ts';

export interface ReportArguments {
  readonly out: string;
  readonly profile?: string;
  readonly sensitivity?: string;
  readonly calibrate?: string;
  readonly device?: string;
  readonly config?: string;
}

export interface Extras extends Pick<ReportArguments, 'calibrate' | 'device' | 'config'> {
  readonly profile?: Profile;
  readonly sensitivity?: { readonly file: string; readonly value: Sensitivity };
  /** What the trace of each target says of the whole artifact. */
  readonly traces: ReadonlyMap<string, Readonly<Record<string, string>>>;
}

export interface Profile {
  readonly about: NonNullable<TimeReport['profile']>;
  /** Of each dispatch. */
  readonly milliseconds: readonly number[];
}

export async function readExtras(
  context: CommandContext,
  folder: string,
  manifest: Manifest,
  given: ReportArguments,
): Promise<Extras> {
  const { profile, calibrate, device, config } = given;
  const sensitivity = await readSensitivity(context, folder, given.sensitivity);
  return {
    ...(calibrate !== undefined && { calibrate }),
    ...(device !== undefined && { device }),
    ...(config !== undefined && { config }),
    ...(profile !== undefined && { profile: await readProfile(context, profile, manifest) }),
    ...(sensitivity !== undefined && { sensitivity }),
    traces: await readTraces(context, folder, manifest),
  };
}

/** The envelope of `snapc run DIR --profile --json`, or its result alone. */
async function readProfile(
  context: CommandContext,
  file: string,
  manifest: Manifest,
): Promise<Profile> {
  const hint = 'it is what snapc run --profile --json prints';
  const bytes = take(context, await readNamedFile(context, file, hint), 'usage');
  const json = jsonObject(new TextDecoder().decode(bytes));
  if (json === undefined) return refuse(badProfile(file, 'it is no JSON object'));
  const { result } = json;
  const { on, runs, dispatches } = isRecord(result) ? result : json;
  if (typeof on !== 'string' || typeof runs !== 'number' || !Array.isArray(dispatches)) {
    return refuse(badProfile(file, 'it does not list dispatches'));
  }
  const milliseconds = dispatches.map((one: unknown) => {
    const time = isRecord(one) ? one['milliseconds'] : undefined;
    return typeof time === 'number' ? time : refuse(badProfile(file, 'a dispatch has no time'));
  });
  const expected = manifest.targets['webgpu']?.figures['dispatches'];
  if (expected !== milliseconds.length) {
    const has = expected === undefined ? 'is not for WebGPU' : `has ${expected}`;
    return refuse(badProfile(file, `it has ${milliseconds.length} dispatches, the folder ${has}`));
  }
  return { about: { file, on, runs }, milliseconds };
}

/** The one that is named, or the one that a compile with a budget left beside the folder. */
async function readSensitivity(
  context: CommandContext,
  folder: string,
  given: string | undefined,
): Promise<Extras['sensitivity']> {
  const file = given ?? `${folder.replace(/[/\\]+$/, '')}.sensitivity.json`;
  const bytes = await readNamedFile(context, file, 'snapc compile --budget writes one');
  if (!bytes.ok) return given === undefined ? undefined : refuse(...bytes.diagnostics);
  const value = parseSensitivity(new TextDecoder().decode(bytes.value));
  return value === undefined ? refuse(badSensitivity(file)) : { file, value };
}

async function readTraces(
  context: CommandContext,
  folder: string,
  { targets }: Manifest,
): Promise<Extras['traces']> {
  const traces = new Map<string, Readonly<Record<string, string>>>();
  for (const name of Object.keys(targets)) {
    const bytes = await readNamedFile(context, join(folder, name, 'trace.json'), 'compile again');
    const trace = bytes.ok ? jsonObject(new TextDecoder().decode(bytes.value)) : undefined;
    const facts = Object.entries(trace ?? {}).filter(
      ([key, value]) => key !== 'model' && typeof value !== 'object',
    );
    traces.set(name, Object.fromEntries(facts.map(([key, value]) => [key, String(value)])));
  }
  return traces;
}
