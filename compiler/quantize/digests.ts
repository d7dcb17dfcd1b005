/** What is computed from a whole weight and much smaller, such as scales and palettes: once for all that read it. */

import { dataConstant } from '../../ir/constant.ts';
import type { Constant } from '../../ir/constant.ts';
import { hasTrait } from '../../ir/define.ts';
import type { EncodeConstant, Encoding } from '../../ir/encode-constant.ts';
import { adoptTensor } from '../../ir/tensor-bytes.ts';
import { byteSize } from '../../ir/types.ts';
import type { DType } from '../../ir/types.ts';

/** How many times smaller than what it is computed from. */
const SMALLER = 16;
/** Bytes that are kept; what reads one of them mostly follows soon. */
const KEPT = 32 << 20;

const ENCODINGS: Partial<Record<DType, Encoding>> = {
  f32: 'f32',
  i8: 'i8',
  u8: 'u8',
  // A byte each, as in tensors.
  i4: 'i8',
  u4: 'u8',
};

/** Computes the digests in a recipe by themselves, with the same means, before the rest of it. */
export function withDigests(encode: EncodeConstant): EncodeConstant {
  const known = new Map<Constant, Promise<Constant>>();
  let kept = 0;
  const compute = async (constant: Constant, signal?: AbortSignal): Promise<Constant> => {
    const { dtype, shape } = constant.type;
    const encoding = ENCODINGS[dtype];
    if (encoding === undefined) throw new Error(`no digests of ${dtype}`);
    const bytes = (await encode(await replaced(constant, signal), encoding, signal)).slice();
    const stored = dtype === 'i4' ? 'i8' : dtype === 'u4' ? 'u8' : dtype;
    return dataConstant({ ...adoptTensor(bytes, stored, shape), dtype });
  };
  const digest = (constant: Constant, signal?: AbortSignal): Promise<Constant> => {
    const found = known.get(constant);
    if (found !== undefined) return found;
    const made = compute(constant, signal);
    made.catch(() => known.delete(constant));
    known.set(constant, made);
    kept += byteSize(constant.type);
    for (const oldest of known.keys()) {
      if (kept <= KEPT) break;
      known.delete(oldest);
      kept -= byteSize(oldest.type);
    }
    return made;
  };
  /** The recipe over digests that are there; the constant itself where it has none. */
  const replaced = async (constant: Constant, signal?: AbortSignal): Promise<Constant> => {
    const { source, type } = constant;
    if (source.kind !== 'recipe') return constant;
    const operands: (Constant | undefined)[] = [];
    for (const operand of source.operands) {
      if (operand === undefined) operands.push(undefined);
      else if (isDigest(operand)) operands.push(await digest(operand, signal));
      else operands.push(await replaced(operand, signal));
    }
    const same = operands.every((operand, index) => operand === source.operands[index]);
    return same ? constant : { type, source: { ...source, operands } };
  };
  const { recycle } = encode;
  return Object.assign(
    async (constant: Constant, encoding: Encoding, signal?: AbortSignal) => {
      const whole = isDigest(constant)
        ? await digest(constant, signal)
        : await replaced(constant, signal);
      return encode(whole, encoding, signal);
    },
    recycle === undefined ? {} : { recycle },
  );
}

function isDigest({ source, type }: Constant): boolean {
  if (source.kind !== 'recipe' || ENCODINGS[type.dtype] === undefined) return false;
  if (hasTrait(source.op, 'movement')) return false;
  const read = source.operands.reduce((sum, item) => sum + (item ? byteSize(item.type) : 0), 0);
  return SMALLER * byteSize(type) <= read;
}
