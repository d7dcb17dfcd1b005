/** The shaders of a folder that snapc compiled, on Dawn in Node, and none of its memory: what they take by themselves. */

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { SharedWeights } from '../../runtime/web/index.ts';
import { COMPILED } from '../cases/places.ts';
import { timed } from '../measure/clock.ts';
import { watchProcess } from '../measure/process-memory.ts';
import { loadModel } from '../pages/load-snapc.ts';
import type { Task } from '../protocol.ts';
import type { Session } from './session.ts';
import { importDawn, openPart } from './snapc-node.ts';
import { withoutMemory } from './without-memory.ts';

/** So no weights are read. */
const FULL: SharedWeights = {
  hold: (device, { bytes }) => ({
    buffer: device.createBuffer({ size: bytes, usage: GPUBufferUsage.STORAGE }),
    fill: async () => undefined,
    release: () => undefined,
  }),
};

/** Loading makes the pipelines; a run compiles what the driver has put off until then. */
export async function shadersAloneSession(task: Task): Promise<Session> {
  const index = join(task.root, task.folder, COMPILED, 'webgpu', 'index.js');
  await importDawn();
  const memory = watchProcess();
  let close = (): void => undefined;
  let runEach = async (): Promise<void> => undefined;
  return {
    memory,
    load: async () => {
      const { module, opened, part } = await openPart(task, pathToFileURL(index).href);
      const small = withoutMemory(opened.device);
      ({ close } = opened);
      ({ runEach } = small);
      return [part, ...(await loadModel(module, small.device, { store: FULL })).parts];
    },
    run: async () => ({ outputs: new Map(), sample: await timed(1, runEach) }),
    measure: (runs) => timed(runs, runEach),
    close: async () => close(),
  };
}
