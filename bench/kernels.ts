/** `--kernels`: what each kind of dispatch of a compiled folder takes on the adapter, by the GPU's own clock. */

import { readFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { formatDiagnostic } from '../ir/diagnostics.ts';
import { seededTensor } from '../ir/seeded.ts';
import { isDType } from '../ir/types.ts';
import { openDevice } from '../targets/webgpu/host/adapter.ts';
import { toTypedArray } from '../targets/webgpu/host/arrays.ts';
import type { TraceEntry } from '../targets/webgpu/trace.ts';
import { loadModel } from './pages/load-snapc.ts';
import type { EmittedModel, EmittedModule } from './pages/load-snapc.ts';
import { choiceOf } from './protocol.ts';
import type { BenchAdapter } from './protocol.ts';
import { markdownTable, milliseconds, significant } from './report/text.ts';
import { spreadOf } from './statistics.ts';

/** Dispatches of one label and result type. */
interface Kind {
  readonly name: string;
  readonly count: number;
  readonly ms: number;
  readonly flops: number;
  /** A node of the model that such a dispatch came from. */
  readonly example: string;
}

interface ProfileSettings {
  readonly adapter: BenchAdapter;
  readonly rounds: number;
  readonly signal: AbortSignal;
}

/** `folder` is what `snapc compile` wrote, or the target's folder in it. The table as Markdown. */
export async function kernelTable(folder: string, settings: ProfileSettings): Promise<string> {
  const below = join(resolve(folder), 'webgpu');
  const home = existsSync(below) ? below : resolve(folder);
  const trace = JSON.parse(await readFile(join(home, 'trace.json'), 'utf8')) as {
    readonly dispatches: readonly TraceEntry[];
  };
  const kinds = kindsOf(trace.dispatches, await profile(home, settings));
  const total = kinds.reduce((sum, { ms }) => sum + ms, 0);
  const rows = kinds.map(({ name, count, ms, flops, example }) => [
    name,
    example,
    String(count),
    milliseconds(ms),
    `${((100 * ms) / total).toFixed(1)} %`,
    significant(flops / 1e9),
    significant(flops / ms / 1e6),
  ]);
  const all = ['all', '', String(trace.dispatches.length), milliseconds(total), '', '', ''];
  return markdownTable(
    ['kernel', 'for example', 'dispatches', 'ms', 'share', 'GFLOP', 'GFLOP/s'],
    [...rows, all],
  );
}

/** Of each dispatch the median of its milliseconds. */
async function profile(
  home: string,
  { adapter, rounds, signal }: ProfileSettings,
): Promise<number[]> {
  const index = pathToFileURL(join(home, 'index.js')).href;
  const module = (await import(index)) as EmittedModule;
  const { requiredFeatures, requiredLimits } = module.requirements;
  const opened = await openDevice({
    adapter: choiceOf(adapter),
    requiredFeatures: [...new Set([...requiredFeatures, 'timestamp-query' as const])],
    requiredLimits,
  });
  if (!('device' in opened)) {
    throw new Error(opened.diagnostics.map((fault) => formatDiagnostic(fault)).join('\n'));
  }
  const { model } = await loadModel(module, opened.device);
  const inputs = seeded(model);
  await model.run(inputs, { signal });
  const runs: (readonly number[])[] = [];
  for (let round = 0; round < rounds; round++) {
    runs.push((await model.profile(inputs, { signal })).milliseconds);
  }
  model.dispose();
  opened.close();
  const [first = []] = runs;
  return first.map((_, dispatch) => spreadOf(runs.map((run) => run[dispatch] ?? 0)).median);
}

function seeded({ inputs }: EmittedModel): Readonly<Record<string, unknown>> {
  const values = inputs.map(({ name, property, dtype, shape }, index) => {
    if (!isDType(dtype)) throw new Error(`input ${name} is of ${dtype}`);
    return [property, toTypedArray(seededTensor(dtype, shape, index + 1))] as const;
  });
  return Object.fromEntries(values);
}

/** The dearest first. */
function kindsOf(dispatches: readonly TraceEntry[], times: readonly number[]): Kind[] {
  const kinds = new Map<string, Kind>();
  for (const [index, { label, ir, flops, onnx }] of dispatches.entries()) {
    // The result's type ends the text of a node.
    const type = / : ([^:]+)$/.exec(ir ?? '')?.[1];
    const name = type === undefined ? label : `${label}, ${type}`;
    const known = kinds.get(name) ?? { name, count: 0, ms: 0, flops: 0, example: onnx[0] ?? '' };
    kinds.set(name, {
      ...known,
      count: known.count + 1,
      ms: known.ms + (times[index] ?? 0),
      flops: known.flops + flops,
    });
  }
  return [...kinds.values()].sort((a, b) => b.ms - a.ms);
}
