/** Writes the artifact: a Core ML package, a Swift package around it and a trace. */

import { printGraph } from '../../ir/print.ts';
import type { Graph } from '../../ir/graph.ts';
import type { DType } from '../../ir/types.ts';
import { GENERATOR } from '../../compiler/host/output.ts';
import { within, writeWhole } from '../../compiler/output.ts';
import type { ModelInterface } from '../../compiler/output.ts';
import type { CarriedTensor } from '../../compiler/target.ts';
import type { OutputSink } from '../../compiler/output.ts';
import { Sha256 } from '../../compiler/sha256.ts';
import { VERSION } from '../../compiler/version.ts';
import type { Emitted, TargetContext } from '../target.ts';
import { lowered } from './legal.ts';
import { lowerContext } from './lower-context.ts';
import { chunkName, packageName } from './names.ts';
import type { options } from './options.ts';
import { writePackage } from './package/package.ts';
import type { WrittenPackage } from './package/package.ts';
import type { Metadata } from './schema/model.ts';
import type { MilDType, MilFunction, MilProgram, Port } from './syntax.ts';
import { storedWeights } from './stored-weights.ts';
import { swiftModel } from './swift-model.ts';
import { carrierShape } from './terms.ts';
import { printTrace } from './trace.ts';

interface NamedPackage extends WrittenPackage {
  readonly name: string;
}

/** Nothing that differs between two compilations of one model. */
const METADATA: Metadata = {
  shortDescription: '',
  versionString: '',
  author: '',
  license: '',
  userDefined: new Map([['generator', `${GENERATOR} ${VERSION}`]]),
};

export async function emit(
  graph: Graph,
  context: TargetContext<typeof options>,
  sink: OutputSink,
): Promise<Emitted> {
  const { encode, signal, modelName } = context;
  const { program, chunks = [program] } = lowered(graph, context);
  const name = packageName(context.options.name || modelName);
  // A folder of its own: Swift's package manager tells packages apart by the names of their folders.
  const folder = within(sink, name);
  const written: NamedPackage[] = [];
  for (const [index, chunk] of chunks.entries()) {
    const request = { program: chunk, metadata: METADATA, encode, signal };
    const own = chunkName(name, index, chunks.length);
    written.push({ name: own, ...(await writePackage({ name: own, ...request }, folder)) });
  }
  const trace = printTrace(modelName, lowerContext(context), written);
  await writeWhole(sink, 'trace.json', trace);
  if (context.options.write_ir) await writeWhole(sink, 'model.ir', printGraph(graph));
  const main = mainOf(program);
  const source = {
    program,
    module: name,
    packages: written.map((one) => one.name),
    key: keyOf(written),
  };
  // Handlebars is loaded by those only who emit.
  const { swiftFiles, swiftPartFiles } = await import('./swift.ts');
  const filesOf = context.options.runtime === 'shared' ? swiftPartFiles : swiftFiles;
  for (const [path, text] of filesOf(swiftModel(source, context))) {
    signal?.throwIfAborted();
    await writeWhole(folder, path, text);
  }
  const { inputs, outputs } = main;
  const named = ({ name: port }: Port): string => port;
  return {
    inputs: inputs.map(named),
    outputs: outputs.map(named),
    carried: carriedBy(main, context.interface),
    weights: storedWeights(chunks),
    figures: {
      nodes: graph.size,
      operations: sum(written.map(({ operations }) => operations.length)),
      opset: Number(program.opset.replace('CoreML', '')),
      packages: written.length,
      weightBytes: sum(written.map(({ weightBytes }) => weightBytes)),
      packageBytes: sum(written.map(({ packageBytes }) => packageBytes)),
    },
  };
}

/** Core ML has tensors of one to five axes, floats of the option `io`, and int32. */
function carriedBy(
  { inputs, outputs }: MilFunction,
  declared: ModelInterface,
): ReadonlyMap<string, CarriedTensor> {
  const entries = (['inputs', 'outputs'] as const).flatMap((side) =>
    (side === 'inputs' ? inputs : outputs).map(({ name, value, image }, index) => {
      const shape = carrierShape(declared[side][index]?.type.shape ?? []);
      if (image !== undefined) return [name, { dtype: 'image', shape: imageShape(shape) }] as const;
      return [name, { dtype: IR_DTYPES[value.type.dtype] ?? value.type.dtype, shape }] as const;
    }),
  );
  return new Map<string, CarriedTensor>(entries);
}

const IR_DTYPES: Partial<Record<MilDType, DType>> = { fp16: 'f16', fp32: 'f32', int32: 'i32' };

function imageShape(shape: readonly number[]): readonly number[] {
  const [channels = 3, height = 1, width = 1] = shape.slice(-3);
  return [height, width, channels];
}

/** Changes whenever a byte of one of the packages does. */
function keyOf(packages: readonly NamedPackage[]): string {
  const hash = new Sha256();
  for (const { sha256 } of packages) hash.update(new TextEncoder().encode(sha256));
  return hash.hex();
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/** All functions of a program have the same interface. */
function mainOf({ functions: [main] }: MilProgram): MilProgram['functions'][number] {
  if (main === undefined) throw new Error('a program has a function');
  return main;
}
