/** Makes a model use the weights of another one where they are equal, so that an artifact of both has them once. */

import type { ByteStore, Constant, ConstantSource } from '../ir/constant.ts';
import type { Graph, Value } from '../ir/graph.ts';

type ByteRange = Extract<ConstantSource, { readonly kind: 'bytes' }>;

interface Weight {
  readonly value: Value;
  readonly constant: Constant;
  readonly range: ByteRange;
}

/** Bytes that are read of each side at a time. */
const CHUNK = 1 << 20;

/**
 * Changes `other`. Weights are compared in the order in which both models use those of a dtype and length, which is
 * the same for two exports of one model; each comparison ends at the first chunk that differs. Rejects with the
 * signal's reason when aborted, and with a DiagnosticError where a file cannot be read.
 */
export async function shareWeights(
  base: Graph,
  other: Graph,
  signal: AbortSignal | undefined,
): Promise<void> {
  const known = new Map<string, Weight[]>();
  for (const weight of weightsOf(base)) {
    const alike = known.get(kindOf(weight)) ?? [];
    known.set(kindOf(weight), alike);
    alike.push(weight);
  }
  for (const weight of weightsOf(other)) {
    const twin = known.get(kindOf(weight))?.shift();
    signal?.throwIfAborted();
    if (twin === undefined || !(await areEqual(twin.range, weight.range))) continue;
    const { value, constant } = weight;
    const shared = other.addConstant({ type: constant.type, source: twin.range }, value.name);
    other.replaceAllUses(value, shared);
  }
}

function weightsOf(graph: Graph): readonly Weight[] {
  return graph.constants().flatMap((value) => {
    const { constant } = value;
    if (constant === undefined || constant.source.kind !== 'bytes') return [];
    return [{ value, constant, range: constant.source }];
  });
}

function kindOf({ constant, range }: Weight): string {
  return `${constant.type.dtype} ${range.length}`;
}

async function areEqual(a: ByteRange, b: ByteRange): Promise<boolean> {
  for (let at = 0; at < a.length; at += CHUNK) {
    const length = Math.min(CHUNK, a.length - at);
    const read = (store: ByteStore, offset: number) => store.read(offset + at, length);
    const [left, right] = await Promise.all([read(a.store, a.offset), read(b.store, b.offset)]);
    if (!left.every((byte, index) => byte === right[index])) return false;
  }
  return true;
}
