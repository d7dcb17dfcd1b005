/** The operator sets that a model or a function imports. */

import type { Place } from '../../../../ir/diagnostics.ts';
import type { ReadContext } from './context.ts';
import type { WireField } from './cursor.ts';
import { badOpset, noOpset, opsetTwice } from './diagnostics.ts';
import { refuse } from './refuse.ts';
import { OPERATOR_SET } from './rules.ts';
import { decodeOperatorSet, integerOf } from './schema.ts';

const NEWEST = 2 ** 31 - 1;

/** `ai.onnx` is another name of the default domain. */
export function foldDomain(domain: string): string {
  return domain === 'ai.onnx' ? '' : domain;
}

export async function readOpsets(
  context: ReadContext,
  fields: readonly WireField[],
  owner: string,
  place: Place,
): Promise<ReadonlyMap<string, number>> {
  const opsets = new Map<string, number>();
  for (const field of fields) {
    await context.problems.guard(async () => {
      const decoded = decodeOperatorSet(await context.scan(field, OPERATOR_SET), context.file);
      const domain = foldDomain(decoded.domain);
      const version = integerOf(decoded.version);
      const here = context.at(field);
      if (typeof version === 'bigint' || version < 1 || version > NEWEST) {
        refuse(badOpset(decoded.domain, version, here));
      }
      const other = opsets.get(domain) ?? version;
      if (other !== version) refuse(opsetTwice(decoded.domain, other, version, here));
      opsets.set(domain, version);
    });
  }
  if (fields.length === 0) context.problems.add(noOpset(owner, place));
  return opsets;
}
