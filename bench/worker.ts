/** The process of one peer: loads a model, then answers each request for runs with what they took. */

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeNpz } from '../compiler/npz.ts';
import { COMPILED, PAGES, PORTABLE } from './cases/places.ts';
import { timed } from './measure/clock.ts';
import type { Part, Reply, Request, Task } from './protocol.ts';
import { outputsFile } from './protocol.ts';
import type { Session } from './sessions/session.ts';

let session: Session | undefined;

/** Sessions are imported when they are asked for: a process holds the libraries of its own peer only. */
async function openSession(task: Task): Promise<Session> {
  switch (task.peer) {
    case 'onnxruntime CPU':
    case 'onnxruntime WebGPU': {
      const { onnxruntimeSession } = await import('./sessions/onnxruntime.ts');
      return onnxruntimeSession(task, task.peer === 'onnxruntime CPU' ? 'cpu' : 'webgpu');
    }
    case 'snapc': {
      const { snapcSession } = await import('./sessions/snapc-node.ts');
      return snapcSession(task);
    }
    case 'snapc in Chromium': {
      const { browserSession } = await import('./sessions/browser.ts');
      const address = `/${task.folder}/${COMPILED}/webgpu`;
      return browserSession(task, { module: `/${PAGES}/snapc.js`, address });
    }
    case 'jax-js in Chromium': {
      const { browserSession } = await import('./sessions/browser.ts');
      const address = `/${task.folder}/${PORTABLE}`;
      return browserSession(task, { module: `/${PAGES}/jax-js.js`, address });
    }
    case 'shaders alone': {
      const { shadersAloneSession } = await import('./sessions/shaders-alone.ts');
      return shadersAloneSession(task);
    }
    case 'roof': {
      const { roofSession } = await import('./sessions/roof.ts');
      return roofSession(task);
    }
  }
}

async function start(task: Task): Promise<Reply> {
  session = await openSession(task);
  const { load: loading } = session;
  let parts: readonly Part[] = [];
  const load = await timed(1, async () => {
    parts = await loading();
  });
  const { outputs, sample: firstRun } = await session.run();
  const secondRun = await session.measure(1);
  const { memory, adapter } = session;
  const peakBytes = memory.peak();
  memory.stop();
  const file = join(task.root, task.folder, outputsFile(task.peer));
  if (outputs.size > 0) await writeFile(file, writeNpz(outputs));
  return { kind: 'started', adapter, load, parts, firstRun, secondRun, peakBytes };
}

async function answer(request: Request): Promise<Reply> {
  try {
    if (request.kind === 'start') return await start(request.task);
    if (session === undefined) throw new Error('nothing is loaded');
    return { kind: 'measured', ...(await session.measure(request.runs)) };
  } catch (error) {
    return { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
  }
}

process.on('message', (request: Request) => {
  void answer(request).then((reply) => process.send?.(reply));
});
// Some drivers hang or fault while they are taken down, which would be no finding of the benchmark.
process.on('disconnect', () => {
  void Promise.race([session?.close(), new Promise((resolve) => setTimeout(resolve, 3000))])
    .catch(() => undefined)
    .then(() => process.kill(process.pid, 'SIGKILL'));
});
// The terminal interrupts the whole group; this process ends when its parent lets go of it.
process.on('SIGINT', () => undefined);
