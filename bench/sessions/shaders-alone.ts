/** The shaders of a folder that snapc compiled, on Dawn in Node, and none of its memory: what they take by themselves. */

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { COMPILED } from '../cases/places.ts';
import { timed } from '../measure/clock.ts';
import { watchProcess } from '../measure/process-memory.ts';
import { loadModel } from '../pages/load-snapc.ts';
import type { EmittedModule } from '../pages/load-snapc.ts';
import type { Task } from '../protocol.ts';
import type { Session } from './session.ts';
import { importDawn, openFor } from './snapc-node.ts';
import { withoutMemory } from './without-memory.ts';

export async function shadersAloneSession(task: Task): Promise<Session> {
  const index = join(task.root, task.folder, COMPILED, 'webgpu', 'index.js');
  await importDawn();
  const memory = watchProcess();
  let close = (): void => undefined;
  const nothing = async (): Promise<void> => undefined;
  return {
    memory,
    load: async () => {
      const module = (await import(pathToFileURL(index).href)) as EmittedModule;
      const opened = await openFor(task, module);
      ({ close } = opened);
      return (await loadModel(module, withoutMemory(opened.device))).parts;
    },
    run: async () => ({ outputs: new Map(), sample: await timed(1, nothing) }),
    measure: (runs) => timed(runs, nothing),
    close: async () => close(),
  };
}
