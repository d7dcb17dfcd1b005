/** Peaks of memory to compare a model's with: those of a program of one kernel. */

import { PeerFailure, startPeer } from './peer-process.ts';
import type { BenchAdapter, PeerName } from './protocol.ts';

/** Peers that run what snapc compiled. */
export const OWN_PEERS = ['snapc', 'snapc in Chromium'] as const satisfies readonly PeerName[];
export type OwnPeer = (typeof OWN_PEERS)[number];

/** Undefined where it was not measured. */
export type PeakBytes = Readonly<Partial<Record<OwnPeer, number>>>;

export interface FootprintSettings {
  readonly root: string;
  readonly adapter: BenchAdapter;
  readonly signal: AbortSignal;
}

const TIME_LIMIT_MS = 10 * 60_000;

/** Of each own peer on the model in the folder; those that fail have none. */
export async function peaksOf(
  folder: string,
  peers: readonly OwnPeer[],
  settings: FootprintSettings,
): Promise<PeakBytes> {
  const found: [OwnPeer, number][] = [];
  for (const peer of peers) {
    const bytes = await peakOf(peer, folder, settings);
    if (bytes !== undefined) found.push([peer, bytes]);
  }
  return Object.fromEntries(found);
}

/** The most memory that a process of its own took, above what it held before it began. */
async function peakOf(
  peer: OwnPeer,
  folder: string,
  { root, adapter, signal }: FootprintSettings,
): Promise<number | undefined> {
  const process = startPeer(root, TIME_LIMIT_MS, signal);
  try {
    const started = await process.start({ peer, adapter, root, folder, modelFile: '' });
    return started.peakBytes;
  } catch (error) {
    if (error instanceof PeerFailure) return undefined;
    throw error;
  } finally {
    await process.stop();
  }
}
