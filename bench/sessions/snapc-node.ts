/** A folder that snapc compiled, run in Node on Dawn. */

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { formatDiagnostic } from '../../ir/diagnostics.ts';
import { openDevice } from '../../targets/webgpu/host/adapter.ts';
import type { OpenedDevice } from '../../targets/webgpu/host/adapter.ts';
import { toTensor, toTypedArray } from '../../targets/webgpu/host/arrays.ts';
import { timed } from '../measure/clock.ts';
import { watchProcess } from '../measure/process-memory.ts';
import { loadModel } from '../pages/load-snapc.ts';
import type { EmittedModule, EmittedModel } from '../pages/load-snapc.ts';
import { choiceOf } from '../protocol.ts';
import type { Part, Task } from '../protocol.ts';
import { COMPILED } from '../cases/places.ts';
import { readInputs } from './inputs.ts';
import type { Session } from './session.ts';

export async function snapcSession(task: Task): Promise<Session> {
  const index = join(task.root, task.folder, COMPILED, 'webgpu', 'index.js');
  const inputs = await readInputs(task);
  await importDawn();
  const memory = watchProcess();
  let opened: OpenedDevice | undefined;
  let model: EmittedModel | undefined;
  const run = (): Promise<Readonly<Record<string, unknown>>> => {
    if (model === undefined) throw new Error('nothing is loaded');
    const given = model.inputs.map(({ name, property }) => {
      const value = inputs.get(name);
      if (value === undefined) throw new Error(`there is no input ${name}`);
      return [property, toTypedArray(value)] as const;
    });
    return model.run(Object.fromEntries(given));
  };
  return {
    get adapter() {
      return opened?.description ?? '';
    },
    memory,
    load: async () => {
      const { module, part, ...rest } = await openPart(task, pathToFileURL(index).href);
      opened = rest.opened;
      const loaded = await loadModel(module, opened.device);
      model = loaded.model;
      return [part, ...loaded.parts];
    },
    run: async () => {
      let results: Readonly<Record<string, unknown>> = {};
      const sample = await timed(1, async () => {
        results = await run();
      });
      const outputs = (model?.outputs ?? []).map(
        (info) => [info.name, toTensor(info, results[info.property])] as const,
      );
      return { outputs: new Map(outputs), sample };
    },
    measure: (runs) => timed(runs, run),
    close: async () => {
      model?.dispose();
      opened?.close();
    },
  };
}

/** Its library belongs to what the process is made of, as a browser has its own. */
export async function importDawn(): Promise<void> {
  const name = 'webgpu';
  await import(name);
}

/** The module and a device for it: the first step of loading. */
export async function openPart(
  task: Task,
  index: string,
): Promise<{
  readonly module: EmittedModule;
  readonly opened: OpenedDevice;
  readonly part: Part;
}> {
  let found: { readonly module: EmittedModule; readonly opened: OpenedDevice } | undefined;
  const { wallMs, cpuSeconds } = await timed(1, async () => {
    const module = (await import(index)) as EmittedModule;
    found = { module, opened: await openFor(task, module) };
  });
  if (found === undefined) throw new Error('nothing was opened');
  return { ...found, part: { name: 'device', ms: wallMs, cpuSeconds } };
}

async function openFor({ adapter }: Task, { requirements }: EmittedModule): Promise<OpenedDevice> {
  const opened = await openDevice({
    adapter: choiceOf(adapter),
    requiredFeatures: requirements.requiredFeatures,
    requiredLimits: requirements.requiredLimits,
  });
  if ('device' in opened) return opened;
  throw new Error(opened.diagnostics.map((diagnostic) => formatDiagnostic(diagnostic)).join('\n'));
}
