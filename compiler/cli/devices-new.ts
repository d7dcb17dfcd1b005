/** `snapc devices new` and `snapc devices page`: from a phone in the hand to its device file. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  likeDevice,
  parseDevice,
  parseMeasured,
  skeletonDevice,
  withMeasured,
} from '../../targets/devices/index.ts';
import type { Device } from '../../targets/devices/index.ts';
import { measurePage } from '../../targets/devices/page/page.generated.ts';
import type { Registry } from '../api/registry.ts';
import { refuse, take } from './command.ts';
import type { CommandContext, Outcome } from './command.ts';
import { badUsage } from './diagnostics.ts';
import { pathOf, readNamedFile, writeIntoFolder, writeNamedFile } from './files.ts';
import { readDevice } from './options.ts';
import { visible } from './present.ts';
import { table } from './table.ts';

export interface NewArguments {
  readonly out: string;
  readonly like?: string;
  readonly from?: string;
}

export async function newDevice(
  context: CommandContext,
  name: string,
  { out, like, from }: NewArguments,
  registry: Registry,
): Promise<Outcome> {
  const taken = registry.devices.some((device) => device.name === name);
  if (taken) refuse(badUsage(`there is a device "${name}" already`, 'snapc devices'));
  if (existsSync(pathOf(context, out))) {
    // It may hold figures that somebody looked up.
    refuse(badUsage(`${JSON.stringify(out)} is there already: give another name`, 'snapc devices'));
  }
  const base =
    like === undefined
      ? skeletonDevice(name)
      : likeDevice(name, await readDevice(context, registry, like));
  const made = from === undefined ? base : await measuredOn(context, base, from);
  const device = take(context, parseDevice(made, from ?? out), 'usage');
  await writeNamedFile(context, out, `${JSON.stringify(device, undefined, 2)}\n`);
  const counts = countSources(device);
  const rows = [...counts].map(([source, count]) => [source, String(count)]);
  return {
    status: 'ok',
    result: { device, file: out, figures: Object.fromEntries(counts) },
    text: `${table(['figures', 'count'], rows)}\nwrote ${visible(out)}; compile with --device ${visible(out)}\n`,
  };
}

async function measuredOn(context: CommandContext, base: Device, file: string): Promise<Device> {
  const hint = 'name the file that the page of "snapc devices page" offers';
  const bytes = take(context, await readNamedFile(context, file, hint), 'usage');
  const measured = parseMeasured(new TextDecoder().decode(bytes), file);
  return withMeasured(base, take(context, measured, 'usage'));
}

/** How many figures are sure, for people to know what is left to do. */
function countSources(device: Device): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if ('source' in value && 'from' in value) {
      const source = String(value.source);
      counts.set(source, (counts.get(source) ?? 0) + 1);
    } else Object.values(value).forEach(visit);
  };
  visit(device);
  return counts;
}

export async function writePage(context: CommandContext, out: string): Promise<Outcome> {
  const file = join(out, 'index.html');
  await writeIntoFolder(context, out, [['index.html', measurePage]]);
  return {
    status: 'ok',
    result: { file },
    text: `wrote ${visible(file)}; open it on the phone over https, or over USB as http://localhost:8080:
  npx http-server ${visible(out)} -p 8080
  adb reverse tcp:8080 tcp:8080
then: snapc devices new NAME --from measured.json --out NAME.json\n`,
  };
}
