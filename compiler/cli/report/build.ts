/** Puts a report together: the model, and each target of the folder. */

import type { Diagnostic } from '../../../ir/diagnostics.ts';
import type { Node } from '../../../ir/graph.ts';
import { GENERATOR } from '../../host/output.ts';
import type { ManifestTarget } from '../../manifest.ts';
import { blocksOf } from '../../report/blocks.ts';
import type { ModelBlock } from '../../report/blocks.ts';
import { REPORT_SCHEMA } from '../../report/data.ts';
import type { ReportData, TargetReport } from '../../report/data.ts';
import type { Decisions, Note } from '../../report/data-decisions.ts';
import { blockReports, costsBefore, figuresOf, labelOf } from '../../report/figures.ts';
import { activationsOf } from '../../report/layers.ts';
import { compressionOf } from '../../report/recipe.ts';
import { familiesOf } from '../../report/roofline.ts';
import { sumOf } from '../../report/sums.ts';
import { sensitivityReport } from '../../report/sensitivity.ts';
import { VERSION } from '../../version.ts';
import type { CommandContext } from '../command.ts';
import { commandOf } from './command-words.ts';
import { differencesOf } from './differences.ts';
import { notRepeated } from './diagnostics.ts';
import { inGraph } from './in-graph.ts';
import { onWebgpu } from './on-webgpu.ts';
import { repeatCompile } from './repeat.ts';
import type { Repeated } from './repeat.ts';
import type { ReportRequest } from './request.ts';
import { aboutDevice, speedsFor } from './speeds.ts';

export async function buildReport(
  context: CommandContext,
  request: ReportRequest,
): Promise<ReportData> {
  const { manifest, device, imported, folder } = request;
  const { level, blocks } = blocksOf(imported);
  const targets: TargetReport[] = [];
  for (const [name, built] of Object.entries(manifest.targets)) {
    const repeated = await repeatCompile(context, request, name, built);
    targets.push(targetReport(context, request, repeated, blocks));
  }
  return {
    generator: GENERATOR,
    kind: 'report',
    schemaVersion: REPORT_SCHEMA,
    version: VERSION,
    model: manifest.model,
    folder,
    device: aboutDevice(device),
    precision: manifest.precision,
    dims: manifest.dims,
    level,
    before: figuresOf(imported),
    targets,
  };
}

function targetReport(
  context: CommandContext,
  request: ReportRequest,
  repeated: Repeated,
  modelBlocks: readonly ModelBlock[],
): TargetReport {
  const { name, built, graph, marks, steps } = repeated;
  const { profile, sensitivity, traces } = request.extras;
  const speeds = speedsFor(name, request.device, request.manifest.precision);
  const isWebgpu = name === 'webgpu';
  const lowering = isWebgpu
    ? onWebgpu(repeated, speeds, profile?.milliseconds)
    : inGraph(repeated, speeds);
  const { kernels, layers, others, memory } = lowering;
  const differences = differencesOf(built, graph, lowering, isWebgpu);
  if (differences.length > 0) context.diagnostics.push(notRepeated(name, differences));
  const rest = Array.from(others.values()).reduce((sum, bytes) => sum + bytes, 0);
  const costs = costsBefore(modelBlocks, speedsFor(name, request.device, 'fp32').speeds);
  const times = Array.from(costs.values(), ({ milliseconds }) => milliseconds);
  return {
    name,
    after: figuresOf(graph),
    milliseconds: { before: sumOf(times), after: sumOf(kernels.map(({ estimated }) => estimated)) },
    figures: built.figures,
    files: built.files.map(({ path, bytes }) => ({ path, bytes })),
    blocks: blockReports(modelBlocks, costs, { graph, marks, kernels, layers, others }),
    precision: { layers, others: { bytes: rest }, activations: activationsOf(graph) },
    sensitivity: sensitivity
      ? sensitivityReport(sensitivity.file, sensitivity.value, layers)
      : null,
    memory,
    time: {
      method: speeds.method,
      uses: speeds.uses,
      kernels,
      families: familiesOf(kernels),
      profile: isWebgpu && profile !== undefined ? profile.about : null,
    },
    decisions: decisionsOf(request, repeated, traces.get(name) ?? {}),
    repeat: {
      command: commandOf(request, name, built, steps),
      compression: compressionOf(steps) ?? null,
      differences,
    },
  };
}

function decisionsOf(
  { manifest }: ReportRequest,
  { follower, graph, marks, notes, built }: Repeated,
  facts: Decisions['facts'],
): Decisions {
  const isWide = ({ results }: Node): boolean => results.some(({ type }) => type.dtype === 'f32');
  const wide = manifest.precision === 'fp16' ? [...graph.nodes()].filter(isWide) : [];
  return {
    passes: follower.decisions(graph),
    notes: notes.map(noteOf),
    facts,
    guard: built.guard ?? null,
    wide: wide.map((node) => ({
      name: node.origin.onnx[0] ?? '',
      op: labelOf(node),
      block: marks.blockOf(node.origin),
    })),
    others: othersOf(built),
  };
}

function noteOf({ severity, code, message, hint = '' }: Diagnostic): Note {
  return { severity, code, message, hint };
}

const KNOWN = ['options', 'passes', 'inputs', 'outputs', 'files', 'figures', 'weights', 'guard'];

/** What other versions and targets add to a manifest is shown as it is. */
function othersOf(built: ManifestTarget): Decisions['others'] {
  return Object.fromEntries(
    Object.entries(built)
      .filter(([key]) => !KNOWN.includes(key))
      .map(([key, value]: [string, unknown]) => [key, JSON.stringify(value, undefined, 2)]),
  );
}
