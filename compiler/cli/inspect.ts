/** `snapc inspect`: what a model or a compiled folder is, in figures or as textual IR. */

import type { Graph } from '../../ir/graph.ts';
import { printGraph } from '../../ir/print.ts';
import { printType } from '../../ir/types.ts';
import { costOfGraph } from '../cost.ts';
import type { GraphCost } from '../cost.ts';
import type { Manifest, ManifestTensor } from '../manifest.ts';
import { readManifest } from './artifact.ts';
import { defineCommand, examples, refuse, take } from './command.ts';
import type { Outcome } from './command.ts';
import { badUsage } from './diagnostics.ts';
import { isFolder } from './files.ts';
import { loadRegistry } from './load-config.ts';
import { aboutBlocks } from './inspect-blocks.ts';
import { aboutOnnx } from './inspect-onnx.ts';
import { importModel, tryImportModel, withModel } from './model.ts';
import type { LoadedModel } from './model.ts';
import { declareConfig, declareDims, readDevice, readDims } from './options.ts';
import type { DimArguments } from './dims.ts';
import { visible } from './present.ts';
import { shellWord } from './shell.ts';
import { factLines, table } from './table.ts';
import { formatBytes, formatCount } from '../units.ts';

interface InspectArguments extends DimArguments {
  readonly config?: string;
  readonly ir?: boolean;
  readonly blocks?: boolean;
  readonly edit?: string;
  readonly device?: string;
}

export const inspectCommand = defineCommand({
  declare: (command) =>
    declareConfig(
      declareDims(command.argument('<model.onnx|dir>', 'a model, or a compiled folder')),
    )
      .option('--ir', 'print the imported graph as text instead')
      .option('--blocks', 'print the ResNet and attention blocks of a UNet instead')
      .option('--edit <actions>', 'with --blocks: as they are after actions of edit-blocks')
      .option('--device <name|file.json>', 'with --blocks: how long they take on it at best')
      .addHelpText(
        'after',
        examples(
          'snapc inspect unet.onnx --dim batch=1 --dim height=64 --dim width=64',
          'snapc inspect unet.onnx --ir > unet.ir',
          'snapc inspect unet.onnx --blocks --device iphone-14-pro',
          'snapc inspect unet.onnx --blocks --edit "remove down.0.attn.*"',
          'snapc inspect out/unet',
        ),
      ),
  run: async (command, context) => {
    const [file = ''] = command.args;
    const given = command.opts<InspectArguments>();
    const fault = usageFault(given, await isFolder(context, file));
    if (fault !== undefined) refuse(badUsage(fault, 'snapc inspect'));
    if (await isFolder(context, file)) {
      return aboutFolder(file, await readManifest(context, file));
    }
    const registry = await loadRegistry(context, given.config);
    const dims = await readDims(context, given);
    return withModel(context, file, async (source) => {
      if (given.ir === true) {
        const ir = printGraph((await importModel(context, source, registry, dims)).graph);
        return { status: 'ok', result: { ir }, text: ir };
      }
      if (given.blocks === true) {
        const device =
          given.device === undefined
            ? undefined
            : await readDevice(context, registry, given.device);
        const { graph } = await importModel(context, source, registry, dims);
        return aboutBlocks(context, file, graph, device, given.edit);
      }
      const {
        model,
        dims: openDims,
        imported,
      } = await tryImportModel(context, source, registry, dims);
      if (!imported.ok) return aboutOnnx(context, file, model, openDims, imported.diagnostics);
      return aboutModel(file, { ...take(context, imported), model });
    });
  },
});

function usageFault(
  { ir, blocks, edit, device }: InspectArguments,
  isCompiled: boolean,
): string | undefined {
  if (isCompiled && ir === true) {
    return 'a compiled folder has no IR (compile with --target-option webgpu.write_ir=true)';
  }
  if (isCompiled && blocks === true) return 'a compiled folder has no blocks';
  const alone = blocks !== true && (edit ?? device) !== undefined;
  return alone ? '--edit and --device go with --blocks' : undefined;
}

function aboutModel(file: string, { graph, dims, model }: LoadedModel): Outcome {
  const cost = costOfGraph(graph);
  const about = {
    opset: model.opsets.get('') ?? 0,
    irVersion: model.irVersion,
    producer: model.producer,
  };
  const { parameters, weightBytes, flops, bytes, peakActivationBytes } = cost;
  const facts: [string, string][] = [
    ['model', `${file}, opset ${about.opset}, written by ${about.producer || 'nobody says'}`],
    ['nodes', String(graph.size)],
    ['parameters', `${formatCount(parameters)} (${formatBytes(weightBytes)})`],
    ['operations', flops === undefined ? UNKNOWN : formatCount(flops)],
    ['bytes moved', bytes === undefined ? UNKNOWN : formatBytes(bytes)],
    [
      'peak activations',
      peakActivationBytes === undefined ? UNKNOWN : formatBytes(peakActivationBytes),
    ],
    ...dims.map(({ name, value }): [string, string] => [
      'dim',
      `${name} = ${value ?? `? (bind it with --dim ${shellWord(`${name}=VALUE`)})`}`,
    ]),
    ...interfaceFacts(graph),
  ];
  return {
    status: 'ok',
    result: {
      file,
      level: 'ir',
      model: about,
      nodes: graph.size,
      parameters,
      weightBytes,
      flops: flops ?? null,
      bytes: bytes ?? null,
      peakActivationBytes: peakActivationBytes ?? null,
      dims: dims.map(({ name, value }) => ({ name, value: value ?? null })),
      inputs: graph.inputs.map(({ name, type }) => ({ name, ...jsonType(type) })),
      outputs: graph.outputs.map(({ name, value }) => ({ name, ...jsonType(value.type) })),
      ops: cost.ops.map(({ op, count, flops: work }) => ({
        op: op.name,
        count,
        flops: work ?? null,
      })),
    },
    text: `${factLines(facts)}\n${histogram(cost)}`,
  };
}

const UNKNOWN = '? (bind the dims)';

function interfaceFacts(graph: Graph): [string, string][] {
  return [
    ...graph.inputs.map(({ name = '', type }): [string, string] => [
      'input',
      `${name} ${printType(type)}`,
    ]),
    ...graph.outputs.map(({ name, value }): [string, string] => [
      'output',
      `${name} ${printType(value.type)}`,
    ]),
  ];
}

/** Symbolic dims as the text of their expression. */
function jsonType(type: Graph['inputs'][number]['type']) {
  const { dtype, shape } = type;
  return { dtype, shape: shape.map((dim) => (typeof dim === 'number' ? dim : dim.text)) };
}

function histogram({ ops }: GraphCost): string {
  const rows = ops.map(({ op, count, flops }) => [
    op.name,
    String(count),
    flops === undefined ? '?' : formatCount(flops),
  ]);
  return table(['op', 'count', 'operations'], rows);
}

function aboutFolder(folder: string, manifest: Manifest): Outcome {
  const { model, device, precision, version, dims } = manifest;
  const tensor = ({ name, emitted, dtype, shape }: ManifestTensor): string =>
    `${name} ${dtype}[${shape.join(',')}], in the code ${emitted}`;
  const facts: [string, string][] = [
    ['folder', `${folder}, written by snapc ${version}`],
    ['model', `${model.file}, SHA-256 ${model.sha256}`],
    ['device', `${device}, ${precision}`],
    ...Object.entries(dims).map(([name, value]): [string, string] => ['dim', `${name} = ${value}`]),
    ...manifest.inputs.map((entry): [string, string] => ['input', tensor(entry)]),
    ...manifest.outputs.map((entry): [string, string] => ['output', tensor(entry)]),
  ];
  const parts = Object.entries(manifest.targets).map(([name, target]) => {
    const figures = Object.entries(target.figures).map(([figure, value]) => [
      visible(wordsOf(figure)),
      printFigure(figure, value),
    ]);
    const files = target.files.map(({ path, bytes }) => [visible(path), formatBytes(bytes)]);
    const passes = target.passes.map((pass) => pass.name).join(', ');
    return `${visible(name)}\n\n${table(['figure', 'value'], figures)}\n${table(['file', 'size'], files)}\npasses: ${visible(passes)}\n`;
  });
  return {
    status: 'ok',
    result: { folder, manifest },
    text: `${factLines(facts)}\n${parts.join('\n')}`,
  };
}

function printFigure(name: string, value: number): string {
  if (name.endsWith('Bytes') || name === 'arenaLowerBound') return formatBytes(value);
  return name === 'flops' ? formatCount(value) : String(value);
}

/** `weightBytes` as people read it. */
function wordsOf(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
