/** Writes the library of one model: weights first, since the tables hold their hashes. */

import { within, writeWhole } from '../../compiler/output.ts';
import type { FileEntry, ModelInterface, OutputSink } from '../../compiler/output.ts';
import { Sha256 } from '../../compiler/sha256.ts';
import type { StoredWeight } from '../../compiler/target.ts';
import type { EncodeConstant } from '../../ir/encode-constant.ts';
import type { CppTensor, RenderedTables } from './cpp.ts';
import { variantName } from './names.ts';
import { planPools, writePools } from './pools.ts';
import { storedWeights } from './quantised/stored.ts';
import type { NnModel, OperandCode, Port } from './syntax.ts';
import { tablesOf } from './tables.ts';
import type { ModelElement } from './tables.ts';

export interface LibraryRequest {
  /** From `libraryName`: the folder, the namespace and the library. */
  readonly library: string;
  /** The model's name for people. */
  readonly title: string;
  /** Tables and weights alone, without a folder of the library's name. */
  readonly isPart?: boolean;
  readonly model: NnModel;
  /** As the ONNX model declares it, in the order of the model's ports. */
  readonly interface: ModelInterface;
  /** A part's other sizes: tables over the same weights. */
  readonly others?: readonly SizedModel[];
  readonly maxPoolBytes: number;
  readonly encode: EncodeConstant;
  readonly signal: AbortSignal | undefined;
}

export interface SizedModel {
  readonly model: NnModel;
  readonly interface: ModelInterface;
  /** Of its tables, from that of the weights. */
  readonly folder: string;
}

export interface WrittenLibrary {
  readonly figures: {
    readonly operands: number;
    readonly pools: number;
    /** Without the gaps between weights. */
    readonly weightBytes: number;
    /** Of all files but the weights. */
    readonly sourceBytes: number;
  };
  /** In few bits. */
  readonly weights: readonly StoredWeight[];
}

export async function writeLibrary(
  request: LibraryRequest,
  sink: OutputSink,
): Promise<WrittenLibrary> {
  const { library, title, isPart = false, model, others = [], encode, signal } = request;
  const folder = isPart ? sink : within(sink, library);
  const operations = [model, ...others.map((other) => other.model)].flatMap(
    (one) => one.operations,
  );
  const plan = planPools({ operations }, request.maxPoolBytes);
  const entries = await writePools(plan, within(folder, 'weights'), { encode, signal });
  const pools = plan.pools.map(({ file, bytes }, index) => ({
    file,
    bytes,
    sha256: entries[index]?.sha256 ?? '',
  }));
  // Handlebars is loaded by those only who emit.
  const { cppFiles, partFiles, renderTables } = await import('./cpp.ts');
  let sourceBytes = 0;
  const write = async (own: SizedModel, name: string): Promise<number> => {
    const tables = tablesOf(own.model, plan, own.interface);
    const rendered = renderTables(tables);
    const { featureLevel, relaxed } = own.model;
    const files = (isPart ? partFiles : cppFiles)({
      library: name,
      title,
      featureLevel,
      relaxed,
      inputs: own.model.inputs.map(tensor),
      outputs: own.model.outputs.map(tensor),
      pools,
      tables: rendered,
      cacheToken: tokenOf(rendered, entries, `${featureLevel} ${relaxed}`),
    });
    for (const [path, text] of files) {
      signal?.throwIfAborted();
      sourceBytes += (await writeWhole(folder, own.folder + path, text)).bytes;
    }
    return tables.operands.length;
  };
  const count = await write({ model, interface: request.interface, folder: '' }, library);
  for (const [at, other] of others.entries()) await write(other, variantName(library, at + 1));
  const { weightBytes } = plan;
  return {
    figures: { operands: count, pools: pools.length, weightBytes, sourceBytes },
    weights: storedWeights(operations, plan.keyOf),
  };
}

/** Changes whenever the model or a byte of its weights does. */
function tokenOf(tables: RenderedTables, pools: readonly FileEntry[], rest: string): string {
  const hash = new Sha256();
  const parts = [rest, ...Object.values(tables), ...pools.map(({ sha256 }) => sha256)];
  for (const part of parts) hash.update(new TextEncoder().encode(`${part.length} ${part}\n`));
  return hash.hex();
}

function tensor({ name, value: { type } }: Port): CppTensor {
  const element = ELEMENTS[type.code];
  if (element === undefined) throw new Error(`an input or output of type ${type.code}`);
  return { name, element, shape: type.shape };
}

const ELEMENTS: Readonly<Partial<Record<OperandCode, ModelElement>>> = {
  TENSOR_FLOAT32: 'float32',
  TENSOR_FLOAT16: 'float16',
  TENSOR_INT32: 'int32',
  TENSOR_BOOL8: 'bool8',
  TENSOR_QUANT8_ASYMM: 'uint8',
  TENSOR_QUANT8_ASYMM_SIGNED: 'int8',
  TENSOR_QUANT8_SYMM: 'int8',
};
