/** Computes constants as binary16: what only moves or rounds elements is done on 16 bits each. */

import { materialize, readStore } from './constant.ts';
import type { ByteStore, Constant } from './constant.ts';
import { hasTrait } from './define.ts';
import { toFloat16Bits } from './float16.ts';
import { bitsOf, halvesOfFloats } from './half-arrays.ts';
import { namedOperands } from './operands.ts';
import { eachPiece } from './pieces.ts';
import { giveBack, takeHalves } from './scratch.ts';
import { tensor } from './tensor.ts';
import { patternsOf } from './tensor-bytes.ts';
import type { Tensor } from './tensor.ts';
import { elementCount } from './types.ts';

/** The elements of a float constant, each rounded to binary16, as bit patterns. */
export async function materializeHalves(constant: Constant): Promise<Uint16Array> {
  const { source, type } = constant;
  if (source.kind === 'bytes' && type.dtype === 'f16') {
    return patternsOf(await readStore(source.store, source.offset, source.length));
  }
  if (source.kind === 'bytes' && type.dtype === 'f32') {
    return readAsHalves(source.store, source.offset, elementCount(type.shape));
  }
  if (source.kind === 'recipe') {
    const { op, operands } = source;
    const [first] = operands;
    // Rounding comes after movement as well as before it, and twice is no more than once.
    const passes = hasTrait(op, 'conversion') && (type.dtype === 'f16' || type.dtype === 'f32');
    if (passes && (first?.type.dtype === 'f32' || first?.type.dtype === 'f16')) {
      return materializeHalves(first);
    }
    if (hasTrait(op, 'movement')) return moveHalves(constant, source);
  }
  const { data } = await materialize(constant);
  const halves = new Uint16Array(data.length);
  if (data instanceof Float32Array) halvesOfFloats(bitsOf(data), halves);
  else data.forEach((element, index) => (halves[index] = toFloat16Bits(Number(element))));
  return halves;
}

async function moveHalves(
  { type }: Constant,
  { op, operands, attributes }: Extract<Constant['source'], { kind: 'recipe' }>,
): Promise<Uint16Array> {
  const values: (Tensor | undefined)[] = [];
  for (const operand of operands) {
    const moved = operand?.type.dtype === type.dtype;
    if (operand === undefined) values.push(undefined);
    else if (!moved) values.push(await materialize(operand));
    else values.push(tensor('u16', operand.type.shape, await materializeHalves(operand)));
  }
  const types = [{ dtype: 'u16', shape: type.shape }] as const;
  const [result] = op.evaluate(namedOperands(op, values), attributes, types);
  if (!(result?.data instanceof Uint16Array)) throw new Error(`${op.name} moves no halves`);
  for (const value of values) {
    const isView = value?.data.buffer === result.data.buffer;
    if (value?.data instanceof Uint16Array && !isView) giveBack(value.data);
  }
  return result.data;
}

async function readAsHalves(store: ByteStore, offset: number, count: number): Promise<Uint16Array> {
  const halves = takeHalves(count);
  await eachPiece(store, offset, count, (words, start) => {
    halvesOfFloats(words, halves.subarray(start, start + words.length));
  });
  return halves;
}
