/** Measures all peers on one model: each in a process of its own, in turns, so that other load hits all alike. */

import type { Case } from './cases/case.ts';
import { PeerFailure, startPeer } from './peer-process.ts';
import type { PeerProcess } from './peer-process.ts';
import type { BenchAdapter, PeerName, Sample, Started, Task } from './protocol.ts';

export interface RoundSettings {
  readonly root: string;
  readonly adapter: BenchAdapter;
  readonly peers: readonly PeerName[];
  readonly rounds: number;
  /** All peers load at once: sooner done, but what loading takes means nothing then. */
  readonly together: boolean;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}

export type Contestant = Task['peer'];

export interface Measurement {
  readonly started: Started;
  readonly runsPerSample: number;
  readonly samples: readonly Sample[];
}

export type Measurements = ReadonlyMap<Contestant, Measurement | { readonly failure: string }>;

/** A sample takes at least as long, because processor time is counted in hundredths of a second. */
const SAMPLE_MS = 400;
const MOST_RUNS = 100;
const TIME_LIMIT_MS = 10 * 60_000;

/** Only loads and runs once. */
const SHADERS: Contestant = 'shaders alone';

interface Running {
  readonly peer: Contestant;
  readonly process: PeerProcess;
  readonly started: Started;
  readonly runsPerSample: number;
  readonly samples: Sample[];
}

export async function measureCase(
  { name, folder, modelFile, compiled }: Case,
  settings: RoundSettings,
): Promise<Measurements> {
  const { root, adapter, rounds, signal, say } = settings;
  const results = new Map<Contestant, Measurement | { readonly failure: string }>();
  const running: Running[] = [];
  const processes: PeerProcess[] = [];
  try {
    const begin = async (peer: Contestant): Promise<void> => {
      if (peer.startsWith('snapc') && 'failure' in compiled) {
        results.set(peer, compiled);
        return;
      }
      say(`${name}: starting ${peer}`);
      const task: Task = { peer, adapter, root, folder, modelFile };
      const process = startPeer(root, TIME_LIMIT_MS, signal);
      processes.push(process);
      await unlessItFails(results, peer, async () => {
        const started = await process.start(task);
        const { wallMs } = started.secondRun;
        const runsPerSample = Math.min(MOST_RUNS, Math.max(1, Math.round(SAMPLE_MS / wallMs)));
        running.push({ peer, process, started, runsPerSample, samples: [] });
      });
      if (results.has(peer) || peer === SHADERS) await process.stop();
    };
    const { peers } = settings;
    const shaders = peers.includes('snapc') ? [SHADERS] : [];
    const contestants: readonly Contestant[] = ['roof', ...shaders, ...peers];
    if (settings.together) await Promise.all(contestants.map(begin));
    else for (const peer of contestants) await begin(peer);
    for (let round = 1; round <= rounds; round++) {
      say(`${name}: round ${round} of ${rounds}`);
      for (const { peer, process, runsPerSample, samples } of running) {
        if (results.has(peer) || peer === SHADERS) continue;
        await unlessItFails(results, peer, async () => {
          samples.push(await process.measure(runsPerSample));
        });
      }
    }
    for (const { peer, started, runsPerSample, samples } of running) {
      if (!results.has(peer)) results.set(peer, { started, runsPerSample, samples });
    }
    return results;
  } finally {
    await Promise.all(processes.map((process) => process.stop()));
  }
}

async function unlessItFails(
  results: Map<Contestant, Measurement | { readonly failure: string }>,
  peer: Contestant,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof PeerFailure)) throw error;
    results.set(peer, { failure: error.message });
  }
}
