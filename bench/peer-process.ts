/** The benchmark's side of a peer's process: asks it, and ends it. */

import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Reply, Request, Sample, Started, Task } from './protocol.ts';

const WORKER = fileURLToPath(new URL('worker.ts', import.meta.url));

/** The last words of a process, for the report of one that ended by itself. */
const LAST_WORDS = 400;

/** What drivers keep on disk would give a peer the shaders that an earlier one has compiled. */
const WITHOUT_CACHES = { MESA_SHADER_CACHE_DISABLE: 'true', __GL_SHADER_DISK_CACHE: '0' };

export class PeerFailure extends Error {}

export interface PeerProcess {
  readonly start: (task: Task) => Promise<Started>;
  readonly measure: (runs: number) => Promise<Sample>;
  readonly stop: () => Promise<void>;
}

/** Aborting the signal makes the request in progress reject; the process is ended by `stop`. */
export function startPeer(root: string, timeLimitMs: number, signal: AbortSignal): PeerProcess {
  const child = fork(WORKER, [], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // What peers leave in the folder of temporary files goes when the benchmark does.
    env: { ...process.env, ...WITHOUT_CACHES, ORT_DISABLE_TELEMETRY: '1', TMPDIR: root },
  });
  let said = '';
  const listen = (chunk: Buffer): void => {
    said = `${said}${chunk.toString()}`.slice(-LAST_WORDS);
  };
  child.stdout?.on('data', listen);
  child.stderr?.on('data', listen);

  const ask = async (request: Request): Promise<Exclude<Reply, { kind: 'failed' }>> => {
    const limit = AbortSignal.timeout(timeLimitMs);
    const reply = await replyOf(child, request, AbortSignal.any([signal, limit])).catch(
      (error: unknown) => {
        signal.throwIfAborted();
        if (limit.aborted) {
          throw new PeerFailure(`no answer within ${Math.round(timeLimitMs / 1000)} s`);
        }
        throw new PeerFailure([String(error), said.trim()].join('\n'));
      },
    );
    if (reply.kind === 'failed') throw new PeerFailure(reply.message);
    return reply;
  };
  return {
    start: async (task) => {
      const reply = await ask({ kind: 'start', task });
      if (reply.kind !== 'started') throw new Error(`unexpected ${reply.kind}`);
      return reply;
    },
    measure: async (runs) => {
      const reply = await ask({ kind: 'measure', runs });
      if (reply.kind !== 'measured') throw new Error(`unexpected ${reply.kind}`);
      const { kind: _, ...sample } = reply;
      return sample;
    },
    stop: () => stop(child),
  };
}

async function replyOf(child: ChildProcess, request: Request, signal: AbortSignal): Promise<Reply> {
  if (!child.connected) throw new Error('its process has ended');
  const settled = new AbortController();
  const both = { signal: AbortSignal.any([signal, settled.signal]) };
  child.send(request);
  try {
    const [first] = (await Promise.race([
      once(child, 'message', both),
      once(child, 'exit', both).then(([code, killedBy]) => {
        throw new Error(`its process ended (${String(killedBy ?? `code ${String(code)}`)})`);
      }),
    ])) as [Reply];
    return first;
  } finally {
    settled.abort();
  }
}

/** A process that is not gone a while after it was let go is killed. */
async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  if (child.connected) child.disconnect();
  const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await gone;
  clearTimeout(timer);
}
