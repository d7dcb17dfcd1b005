/** What a model is as its file has it: for `snapc inspect` where the model cannot be converted, or not yet. */

import type { Diagnostic } from '../../ir/diagnostics.ts';
import { costOfConstants } from '../cost.ts';
import { isOfOpenDims } from '../import/onnx/convert.ts';
import { reportUnbound } from '../import/onnx/dims.ts';
import type { DimBinding } from '../import/onnx/dims.ts';
import type { OnnxModel, OnnxNode, OnnxValueInfo } from '../import/onnx/model.ts';
import { operatorName } from '../import/onnx/names.ts';
import type { CommandContext, Outcome } from './command.ts';
import { CommandFault, statusOf } from './status.ts';
import { factLines, table } from './table.ts';
import { formatBytes, formatCount } from '../units.ts';

/** Ends well where nothing is wrong but that dims have no value yet. */
export function aboutOnnx(
  { diagnostics }: CommandContext,
  file: string,
  model: OnnxModel,
  dims: readonly DimBinding[],
  found: readonly Diagnostic[],
): Outcome {
  const status = statusOf(found);
  if (status === 'usage') throw new CommandFault(status, found);
  const open = new Set(reportUnbound(dims).map(({ code }) => code));
  const isOpen = (fault: Diagnostic): boolean => isOfOpenDims(fault) || open.has(fault.code);
  const onlyOpen = found.every((fault) => fault.severity !== 'error' || isOpen(fault));
  for (const fault of found) {
    diagnostics.push(onlyOpen && isOpen(fault) ? { ...fault, severity: 'warning' } : fault);
  }
  const { graph } = model;
  const about = {
    opset: model.opsets.get('') ?? 0,
    irVersion: model.irVersion,
    producer: model.producer,
  };
  const { parameters, weightBytes } = costOfConstants([
    ...graph.initializers.values(),
    ...graph.nodes.flatMap(constantsOf),
  ]);
  const ops = countOperators(graph.nodes);
  const text = factLines([
    ['model', `${file}, opset ${about.opset}, written by ${about.producer || 'nobody says'}`],
    ['nodes', `${graph.nodes.length} of the file`],
    ['parameters', `${formatCount(parameters)} (${formatBytes(weightBytes)})`],
    ...dims.map(({ name, value }): [string, string] => ['dim', `${name} = ${value ?? '?'}`]),
    ...graph.inputs.map((input): [string, string] => ['input', printInfo(input)]),
    ...graph.outputs.map((output): [string, string] => ['output', printInfo(output)]),
  ]);
  const rows = ops.map(({ op, count }) => [op, String(count)]);
  return {
    status: onlyOpen ? 'ok' : status,
    result: {
      file,
      level: 'onnx',
      model: about,
      nodes: graph.nodes.length,
      parameters,
      weightBytes,
      flops: null,
      bytes: null,
      peakActivationBytes: null,
      dims: dims.map(({ name, value }) => ({ name, value: value ?? null })),
      inputs: graph.inputs.map(jsonInfo),
      outputs: graph.outputs.map(jsonInfo),
      ops: ops.map((op) => ({ ...op, flops: null })),
    },
    text: `${text}\n${table(['operator', 'count'], rows)}`,
  };
}

function constantsOf({ attributes }: OnnxNode) {
  return Array.from(attributes.values(), (attribute) =>
    attribute.kind === 'tensor' ? [attribute.value] : [],
  ).flat();
}

/** The most frequent first. */
function countOperators(nodes: readonly OnnxNode[]): readonly { op: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const { domain, opType } of nodes) {
    const op = operatorName(domain, opType);
    counts.set(op, (counts.get(op) ?? 0) + 1);
  }
  return Array.from(counts, ([op, count]) => ({ op, count })).sort(
    (a, b) => b.count - a.count || (a.op < b.op ? -1 : 1),
  );
}

function printInfo({ name, dtype, shape, unsupported }: OnnxValueInfo): string {
  const dims = shape === undefined ? '...' : shape.map((dim) => dim ?? '?').join(',');
  return `${name} ${dtype ?? unsupported ?? '?'}[${dims}]`;
}

function jsonInfo({ name, dtype, shape }: OnnxValueInfo) {
  return { name, dtype: dtype ?? null, shape: shape?.map((dim) => dim ?? null) ?? null };
}
