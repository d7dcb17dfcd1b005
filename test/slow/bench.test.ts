/** `npm run bench -- --quick` measures every peer on every model, and their numbers agree; times are not looked at. */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const MODELS = ['clip-tiny', 'vae-tiny', 'unet-tiny'];
const PEERS = [
  'onnxruntime CPU',
  'onnxruntime WebGPU',
  'snapc',
  'snapc in Chromium',
  'jax-js in Chromium',
];
/** The peers' own sines and roots are coarser than what snapc promises. */
const PEER_TOLERANCE = 1e-3;
const OWN_TOLERANCE = 1e-4;

/** The part of the report that is looked at. */
interface Peer {
  readonly peer: string;
  readonly failure?: string;
  readonly largestError: number;
  readonly samples: readonly { readonly wallMs: number; readonly cpuSeconds: number }[];
  readonly peakBytes: number;
  readonly timesSnapc: { readonly wall: number; readonly cpu: number };
}
interface Report {
  readonly oneKernel: Readonly<Record<'snapc' | 'snapc in Chromium', number>>;
  readonly cases: readonly {
    readonly name: string;
    readonly shadersAlone: {
      readonly peakBytes: number;
      readonly deferred: { readonly wallMs: number };
    };
    readonly roof: { readonly gflops: number };
    readonly peers: readonly Peer[];
  }[];
}

let folder = '';
let ran: { status: number | null; stdout: string; stderr: string };
let report: Report;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'snapc-bench-test-'));
  const json = join(folder, 'report.json');
  const command = ['--import', 'tsx', 'bench/main.ts', '--quick', '--json', json];
  // Temporary files go where the test can see whether they are removed.
  const env = { ...process.env, TMPDIR: folder };
  ran = spawnSync(process.execPath, command, { cwd: ROOT, encoding: 'utf8', env });
  if (ran.status !== 0) throw new Error(ran.stderr);
  report = JSON.parse(readFileSync(json, 'utf8')) as Report;
});

afterAll(() => rmSync(folder, { recursive: true }));

it('measures every peer on every model', () => {
  expect(report.cases.map(({ name }) => name)).toEqual(MODELS);
  for (const { peers, shadersAlone } of report.cases) {
    expect(peers.map(({ peer }) => peer)).toEqual(PEERS);
    expect(shadersAlone.peakBytes).toBeGreaterThan(0);
    expect(shadersAlone.deferred.wallMs).toBeGreaterThan(0);
  }
});

describe.each(MODELS)('%s', (model) => {
  it.each(PEERS)('%s', (name) => {
    const measured = report.cases.find((item) => item.name === model);
    const peer = measured?.peers.find((item) => item.peer === name);
    expect(peer?.failure).toBeUndefined();
    expect(peer?.samples).toHaveLength(2);
    expect(peer?.largestError).toBeLessThan(
      name.startsWith('snapc') ? OWN_TOLERANCE : PEER_TOLERANCE,
    );
    for (const figure of [peer?.peakBytes, peer?.timesSnapc.wall, measured?.roof.gflops]) {
      expect(figure).toBeGreaterThan(0);
    }
  });
});

it('prints a row for each, and leaves nothing behind', () => {
  for (const model of MODELS) {
    for (const peer of [...PEERS, 'roof', 'its shaders alone'])
      expect(ran.stdout).toContain(`| ${model} | ${peer} |`);
  }
  // What every program takes stands beside the model's own peak.
  for (const peer of ['snapc', 'snapc in Chromium'] as const) {
    expect(report.oneKernel[peer]).toBeGreaterThan(0);
  }
  expect(ran.stdout).not.toMatch(/NaN|undefined|Infinity/);
  expect(readdirSync(folder).filter((name) => name.startsWith('snapc-bench-'))).toEqual([]);
});
