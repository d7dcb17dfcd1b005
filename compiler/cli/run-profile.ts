/** `snapc run DIR --profile`: which kernels and which nodes of the model take the time on the GPU. */

import { seededTensor } from '../../ir/seeded.ts';
import type { Tensor } from '../../ir/tensor.ts';
import { isDType } from '../../ir/types.ts';
import type { Manifest } from '../manifest.ts';
import { writeNpz } from '../npz.ts';
import { RUNNABLE, readManifest, withArtifact } from './artifact.ts';
import type { AdapterName } from './artifact.ts';
import { refuse, take } from './command.ts';
import type { CommandContext, Outcome } from './command.ts';
import { badUsage } from './diagnostics.ts';
import { readNamedFile, readTensors, writeNamedFile } from './files.ts';
import { mediansOf, profileOf, readTrace } from './profile.ts';
import type { Share } from './profile.ts';
import { visible } from './present.ts';
import { table } from './table.ts';
import { formatCount } from '../units.ts';

interface ProfileArguments {
  readonly inputs?: string;
  readonly outputs?: string;
  readonly adapter?: AdapterName;
}

const DEFAULT_RUNS = 3;

/** Of each of the two tables. */
const LINES = 20;

export async function profileCommand(
  context: CommandContext,
  folder: string,
  wanted: string | true,
  { inputs: inputFile, outputs: outputFile, adapter }: ProfileArguments,
): Promise<Outcome> {
  const runs = wanted === true ? DEFAULT_RUNS : Number(wanted);
  if (!Number.isInteger(runs) || runs < 1) {
    return refuse(badUsage(`"${String(wanted)}" is no number of runs for --profile`, 'snapc run'));
  }
  const manifest = await readManifest(context, folder);
  const inputs =
    inputFile === undefined ? seededFor(manifest) : await readTensors(context, inputFile);
  const how = { adapter, timestamps: true };
  const { on, outputs, milliseconds } = await withArtifact(
    context,
    folder,
    manifest,
    inputs,
    how,
    async (artifact) => {
      const { signal, timings, progress } = context;
      // The first run pays for what drivers put off until then.
      take(context, await timings.time('warm up', () => artifact.run(inputs, signal)));
      const times: (readonly number[])[] = [];
      let last: ReadonlyMap<string, Tensor> = new Map();
      for (let run = 0; run < runs; run++) {
        progress.count('profiling', run, runs);
        const profiled = await timings.time('run', () => artifact.profile(inputs, signal));
        const ran = take(context, profiled);
        times.push(ran.milliseconds);
        last = ran.outputs;
      }
      return { on: artifact.adapter, outputs: last, milliseconds: mediansOf(times) };
    },
  );
  if (outputFile !== undefined) await writeNamedFile(context, outputFile, writeNpz(outputs));
  const trace = await readNamedFile(context, `${folder}/${RUNNABLE}/trace.json`, 'compile again');
  const profile = profileOf(readTrace(take(context, trace, 'usage')), milliseconds);
  const all = [profile.dispatches.length, profile.milliseconds, profile.flops] as const;
  const runsText = runs === 1 ? 'one run' : `median of ${runs} runs`;
  return {
    status: 'ok',
    result: { on, runs, ...profile },
    text: [
      shareTable('kernel', profile.kernels),
      shareTable('ONNX node', profile.nodes),
      `${all[0]} dispatches, ${all[1].toFixed(1)} ms, ${formatCount(all[2])}FLOP, ${speed(all[2], all[1])} GFLOP/s: ${runsText} on ${visible(on)}\n`,
    ].join('\n'),
  };
}

function shareTable(of: string, shares: readonly Share[]): string {
  const rows = shares
    .slice(0, LINES)
    .map(({ name, dispatches, milliseconds, share, flops }) => [
      visible(name),
      String(dispatches),
      milliseconds.toFixed(2),
      (100 * share).toFixed(1),
      speed(flops, milliseconds),
    ]);
  const rest = shares.length - LINES;
  const more = rest > 0 ? `and ${rest} more\n` : '';
  return table([of, 'dispatches', 'ms', '%', 'GFLOP/s'], rows) + more;
}

/** In GFLOP/s; the clock of a GPU is too coarse for what takes nothing. */
function speed(flops: number, milliseconds: number): string {
  return flops === 0 || milliseconds === 0 ? '-' : (flops / milliseconds / 1e6).toFixed(2);
}

function seededFor({ inputs }: Manifest): ReadonlyMap<string, Tensor> {
  return new Map(
    inputs.flatMap(({ name, dtype, shape }, index) =>
      isDType(dtype) ? [[name, seededTensor(dtype, shape, index + 1)] as const] : [],
    ),
  );
}
