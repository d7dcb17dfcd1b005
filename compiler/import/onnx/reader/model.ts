/** ModelProto to OnnxModel: the header, the graph, and the functions that the model brings along. */

import type { OnnxFunction, OnnxModel } from '../model.ts';
import type { ReadContext } from './context.ts';
import { badIrVersion, functionTwice, newIrVersion, noGraph } from './diagnostics.ts';
import { functionKey, readFunction } from './function.ts';
import { readOpsets } from './opsets.ts';
import { refuse } from './refuse.ts';
import { MODEL } from './rules.ts';
import { cutFields } from './scan.ts';
import type { Scanned } from './scan.ts';
import { decodeModel, integerOf } from './schema.ts';

const OLDEST_IR = 3;
const TESTED_IR = 11;
/** Later versions may change what older fields mean. */
const NEWEST_IR = 13;

export async function readModel(context: ReadContext): Promise<OnnxModel | undefined> {
  const { file, source, problems } = context;
  const scanned = await context.scan({ start: 0, end: source.store.size }, MODEL);
  const [graph] = cutFields(scanned, 7);
  // Without a graph the file is hardly a model, and more words about it would mislead.
  if (graph === undefined) refuse(noGraph(file));
  const decoded = decodeModel(scanned, file);
  const irVersion = integerOf(decoded.irVersion);
  checkIrVersion(context, irVersion);
  const opsets = await readOpsets(context, cutFields(scanned, 8), 'the model', { file });
  const scope = { depth: 1, inFunction: false };
  const read = await problems.guard(() => context.readGraph(context, graph, scope));
  const functions = await readFunctions(context, scanned);
  if (read === undefined) return undefined;
  const producer = [decoded.producerName, decoded.producerVersion].filter((part) => part !== '');
  return {
    file,
    irVersion: Number(irVersion),
    producer: producer.join(' '),
    opsets,
    graph: read,
    functions,
  };
}

function checkIrVersion({ file, problems }: ReadContext, version: number | bigint): void {
  if (typeof version === 'bigint' || version < OLDEST_IR || version > NEWEST_IR) {
    problems.add(badIrVersion(version, OLDEST_IR, NEWEST_IR, file));
  } else if (version > TESTED_IR) {
    problems.add(newIrVersion(version, TESTED_IR, file));
  }
}

async function readFunctions(
  context: ReadContext,
  scanned: Scanned,
): Promise<readonly OnnxFunction[]> {
  const functions = new Map<string, OnnxFunction>();
  for (const field of cutFields(scanned, 25)) {
    const read = await context.problems.guard(() => readFunction(context, field));
    if (read === undefined) continue;
    const key = functionKey(read);
    if (functions.has(key)) context.problems.add(functionTwice(key, context.file));
    functions.set(key, read);
  }
  return [...functions.values()];
}
