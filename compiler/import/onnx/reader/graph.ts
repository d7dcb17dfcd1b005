/** GraphProto to OnnxGraph: nodes, value infos, and initializers by name. */

import type { Constant } from '../../../../ir/constant.ts';
import { printType } from '../../../../ir/types.ts';
import type { OnnxGraph, OnnxValueInfo } from '../model.ts';
import type { ReadContext, Scope } from './context.ts';
import type { WireField } from './cursor.ts';
import { inputDiffers, nameTwice, unnamed } from './diagnostics.ts';
import { readNodes } from './node.ts';
import { refuse } from './refuse.ts';
import { GRAPH } from './rules.ts';
import { cutFields } from './scan.ts';
import type { Scanned } from './scan.ts';
import { decodeGraph } from './schema.ts';
import type { ByteRange } from './source.ts';
import { readSparseTensor } from './sparse.ts';
import { readTensor } from './tensor.ts';
import type { NamedTensor } from './tensor.ts';
import { printValueInfo, readValueInfo } from './value-info.ts';

export async function readGraph(
  context: ReadContext,
  range: ByteRange,
  scope: Scope,
): Promise<OnnxGraph> {
  const scanned = await context.scan(range, GRAPH);
  const { name } = decodeGraph(scanned, context.file);
  const nodes = await readNodes(context, cutFields(scanned, 1), scope);
  const initializers = await readInitializers(context, scanned);
  const inputs = await readValueInfos(context, cutFields(scanned, 11));
  checkInputs(context, inputs, initializers);
  const outputs = await readValueInfos(context, cutFields(scanned, 12));
  const valueInfo = new Map<string, OnnxValueInfo>();
  for (const info of await readValueInfos(context, cutFields(scanned, 13))) {
    valueInfo.set(info.name, info);
  }
  return {
    name,
    nodes,
    inputs: inputs.filter((input) => !initializers.has(input.name)),
    outputs,
    valueInfo,
    initializers,
  };
}

async function readInitializers(
  context: ReadContext,
  scanned: Scanned,
): Promise<ReadonlyMap<string, Constant>> {
  const initializers = new Map<string, Constant>();
  const gather = async (
    field: WireField,
    read: (context: ReadContext, range: ByteRange) => Promise<NamedTensor>,
  ): Promise<void> => {
    await context.problems.guard(async () => {
      const { name, constant } = await read(context, field);
      if (name === '') refuse(unnamed('an initializer', context.at(field)));
      if (initializers.has(name)) refuse(nameTwice('initializers', name, context.file));
      initializers.set(name, constant);
    });
  };
  for (const field of cutFields(scanned, 5)) await gather(field, readTensor);
  for (const field of cutFields(scanned, 15)) await gather(field, readSparseTensor);
  return initializers;
}

async function readValueInfos(
  context: ReadContext,
  fields: readonly WireField[],
): Promise<readonly OnnxValueInfo[]> {
  const infos: OnnxValueInfo[] = [];
  for (const field of fields) {
    await context.problems.guard(async () => {
      const info = await readValueInfo(context, field);
      if (info.name === '') refuse(unnamed('an input, output or value', context.at(field)));
      infos.push(info);
    });
  }
  return infos;
}

/** Up to IR version 3 every initializer is an input too; what is said twice must agree. */
function checkInputs(
  context: ReadContext,
  inputs: readonly OnnxValueInfo[],
  initializers: ReadonlyMap<string, Constant>,
): void {
  const names = new Set<string>();
  for (const input of inputs) {
    const { name } = input;
    if (names.has(name)) context.problems.add(nameTwice('inputs', name, context.file));
    names.add(name);
    const stored = initializers.get(name);
    if (stored !== undefined && !agrees(input, stored)) {
      const declared = printValueInfo(input);
      context.problems.add(inputDiffers(name, declared, printType(stored.type), context.file));
    }
  }
}

function agrees(declared: OnnxValueInfo, { type }: Constant): boolean {
  if (declared.unsupported !== undefined) return false;
  if (declared.dtype !== undefined && declared.dtype !== type.dtype) return false;
  const { shape } = declared;
  if (shape === undefined) return true;
  if (shape.length !== type.shape.length) return false;
  return shape.every((dim, axis) => typeof dim !== 'number' || dim === type.shape[axis]);
}
