/** FunctionProto to OnnxFunction: a function that the model brings along. */

import type { OnnxFunction } from '../model.ts';
import { readAttributes } from './attribute.ts';
import type { ReadContext } from './context.ts';
import { unnamed } from './diagnostics.ts';
import { readNodes } from './node.ts';
import { foldDomain, readOpsets } from './opsets.ts';
import { refuse } from './refuse.ts';
import { FUNCTION } from './rules.ts';
import { cutFields, readText } from './scan.ts';
import { decodeFunction } from './schema.ts';
import type { ByteRange } from './source.ts';

export async function readFunction(context: ReadContext, range: ByteRange): Promise<OnnxFunction> {
  const scanned = await context.scan(range, FUNCTION);
  const { name, domain, input, output, attribute } = decodeFunction(scanned, context.file);
  const place = context.at(range);
  if (name === '') refuse(unnamed('a function', place));
  const scope = { depth: 1, inFunction: true };
  return {
    name,
    domain: foldDomain(domain),
    overload: await readText(context.source, scanned, 13, 'overload'),
    inputs: input,
    outputs: output,
    attributes: attribute,
    attributeDefaults: await readAttributes(context, cutFields(scanned, 11), scope, { op: name }),
    nodes: await readNodes(context, cutFields(scanned, 7), scope),
    opsets: await readOpsets(context, cutFields(scanned, 9), `the function ${name}`, place),
  };
}

/** What calls are resolved by. */
export function functionKey(found: OnnxFunction): string {
  return [found.domain, found.name, found.overload].filter((part) => part !== '').join(':');
}
