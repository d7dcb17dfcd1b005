/** NodeProto to OnnxNode. */

import type { OnnxNode } from '../model.ts';
import { readAttributes } from './attribute.ts';
import type { ReadContext, Scope } from './context.ts';
import type { WireField } from './cursor.ts';
import { unnamed } from './diagnostics.ts';
import { foldDomain } from './opsets.ts';
import { refuse } from './refuse.ts';
import { NODE } from './rules.ts';
import { cutFields, readText } from './scan.ts';
import { decodeNode } from './schema.ts';
import type { ByteRange } from './source.ts';

/** A node that cannot be read is left out, and told. */
export async function readNodes(
  context: ReadContext,
  fields: readonly WireField[],
  scope: Scope,
): Promise<readonly OnnxNode[]> {
  const nodes: OnnxNode[] = [];
  for (const field of fields) {
    const node = await context.problems.guard(() => readNode(context, field, scope));
    if (node !== undefined) nodes.push(node);
  }
  return nodes;
}

async function readNode(context: ReadContext, range: ByteRange, scope: Scope): Promise<OnnxNode> {
  const scanned = await context.scan(range, NODE);
  const { name, opType, domain, input, output } = decodeNode(scanned, context.file);
  const place = {
    ...(opType === '' ? {} : { op: opType }),
    ...(name === '' ? {} : { node: name }),
  };
  if (opType === '') refuse(unnamed('the operator of a node', { ...context.at(range), ...place }));
  return {
    name,
    opType,
    domain: foldDomain(domain),
    inputs: input,
    outputs: output,
    attributes: await readAttributes(context, cutFields(scanned, 5), scope, place),
    overload: await readText(context.source, scanned, 8, 'overload'),
  };
}
