/** `snapc inspect --blocks`: the blocks of a UNet with their addresses and what each of them costs. */

import { printDim } from '../../ir/dim.ts';
import type { Dim } from '../../ir/dim.ts';
import type { Graph } from '../../ir/graph.ts';
import { DTYPES } from '../../ir/types.ts';
import type { Device } from '../../targets/devices/device.ts';
import type { BlockCost, Speeds } from '../blocks/block-cost.ts';
import { blockTable } from '../blocks/block-table.ts';
import type { BlockRow, StageRow } from '../blocks/block-table.ts';
import { noUnet, notRecognised } from '../blocks/diagnostics.ts';
import { editBlocks } from '../blocks/edit-blocks.ts';
import { raiseGroupNorm } from '../passes/raise-group-norm.ts';
import { runPipeline } from '../pipeline.ts';
import { refuse, take } from './command.ts';
import type { CommandContext, Outcome } from './command.ts';
import { visible } from './present.ts';
import { factLines, table } from './table.ts';
import { formatCount } from '../units.ts';

/** The table after `edit`, where that is given; with a device, how long the blocks take on it at best. */
export async function aboutBlocks(
  context: CommandContext,
  file: string,
  graph: Graph,
  device: Device | undefined,
  edit: string | undefined,
): Promise<Outcome> {
  const steps = [
    ...(edit === undefined ? [] : [editBlocks.with({ actions: edit })]),
    // The ones and zeros that exporters normalise groups with are no parameters.
    { pass: raiseGroupNorm, options: {} },
  ];
  take(context, await runPipeline(graph, steps), 'usage');
  const speeds = device && speedsOf(device, graph);
  const found = blockTable(graph, speeds);
  if (found === undefined) return refuse(noUnet('no image goes through it'));
  const { blocks, stages, total, unrecognised } = found;
  for (const { where, reason } of unrecognised) {
    context.diagnostics.push(notRecognised(where, reason));
  }
  const facts: [string, string][] = [
    ['model', file],
    ['blocks', `${countOf(blocks, 'attention')} attention, ${countOf(blocks, 'resnet')} ResNet`],
    ['parameters', `${formatCount(total.parameters)} (${total.parameters})`],
    ['multiply-adds', total.macs === undefined ? UNKNOWN : formatCount(total.macs)],
    ...(device === undefined ? [] : [deviceFact(device, speeds)]),
  ];
  const head = ['MACs', ...(speeds === undefined ? [] : ['ms'])];
  const cost = (row: BlockRow | StageRow): string[] => [
    formatCount(row.parameters),
    row.macs === undefined ? '?' : formatCount(row.macs),
    ...(speeds === undefined ? [] : [millisecondsOf(row)]),
  ];
  return {
    status: 'ok',
    result: {
      file,
      device: device?.name ?? null,
      blocks: blocks.map(jsonRow),
      stages: stages.map(jsonRow),
      total: jsonRow(total),
      unrecognised,
    },
    text: [
      factLines(facts),
      table(
        ['stage', 'resolution', 'channels', 'attention', 'ResNet', 'parameters', ...head],
        stages.map((row) => [
          row.stage,
          sizeOf(row.resolution),
          printDim(row.channels),
          String(row.attentions),
          String(row.resnets),
          ...cost(row),
        ]),
      ),
      table(
        ['block', 'channels', 'resolution', 'parameters', ...head, 'in the model'],
        blocks.map((row) => [
          row.address,
          [...new Set(row.channels.map(printDim))].join(' -> '),
          sizeOf(row.resolution),
          ...cost(row),
          visible(row.name ?? '-'),
        ]),
      ),
    ].join('\n'),
  };
}

const UNKNOWN = '? (bind the dims)';

/** At the width that the device computes fastest with. */
function speedsOf({ costs }: Device, graph: Graph): Speeds | undefined {
  if (costs === null) return undefined;
  const { bits } = DTYPES[graph.outputs[0]?.value.type.dtype ?? 'f32'];
  const half = costs.peakFp16Gflops;
  return {
    flopsPerSecond: 1e9 * (half ?? costs.peakFp32Gflops).value,
    bytesPerSecond: 1e9 * costs.bandwidthGigabytesPerSecond.value,
    secondsPerKernel: 1e-6 * costs.dispatchMicroseconds.value,
    bytesPerByte: (half === null ? 32 : 16) / bits,
  };
}

function deviceFact({ name, costs }: Device, speeds: Speeds | undefined): [string, string] {
  if (speeds === undefined || costs === null)
    return ['device', `${name}, of which no speed is known`];
  const form = costs.peakFp16Gflops === null ? 'fp32' : 'fp16';
  const flops = formatCount(speeds.flopsPerSecond);
  const bytes = formatCount(speeds.bytesPerSecond);
  return [
    'device',
    `${name}: the least time on its GPU in ${form}, at ${flops}FLOPS and ${bytes}B/s`,
  ];
}

function countOf(rows: readonly BlockRow[], kind: BlockRow['kind']): number {
  return rows.filter((row) => row.kind === kind).length;
}

function sizeOf(sizes: readonly Dim[]): string {
  return sizes.map(printDim).join('x');
}

function millisecondsOf({ seconds }: { readonly seconds: number | undefined }): string {
  return seconds === undefined ? '?' : (1e3 * seconds).toFixed(2);
}

function jsonRow({ seconds, ...row }: BlockCost): Readonly<Record<string, unknown>> {
  const printed = Object.entries(row).map(([key, value]: [string, unknown]) => [
    key,
    Array.isArray(value) ? value.map(printable) : printable(value),
  ]);
  return {
    ...(Object.fromEntries(printed) as Record<string, unknown>),
    milliseconds: seconds === undefined ? null : 1e3 * seconds,
  };
}

function printable(value: unknown): unknown {
  if (value === undefined) return null;
  return typeof value === 'object' && value !== null && 'text' in value ? value.text : value;
}
