/** cast: the same numbers in another element type. */

import { isElementType } from '../elements.ts';
import { allocate } from '../tensor.ts';
import { tensorOf } from './op.ts';
import type { OpDefinition } from './op.ts';

const CASTS_5 = ['bool', 'fp16', 'fp32', 'int32'];
const CASTS_7 = [...CASTS_5, 'int8', 'uint8', 'int16', 'uint16'];
const EVERYTHING = 'T=fp16/fp32/int8/uint8/int16/uint16/int32/bool';

export const cast: OpDefinition = {
  signatures: {
    5: 'x:T, dtype:string! | T=fp16/fp32/int32/bool',
    7: `x:T, dtype:string! | ${EVERYTHING}`,
  },
  infer: (op) => {
    const known = op.opset >= 7 ? CASTS_7 : CASTS_5;
    const name = op.text('dtype') ?? '';
    if (!known.includes(name) || !isElementType(name)) {
      op.fail(`dtype is ${JSON.stringify(name)}`, `use one of ${known.join(', ')}`);
    }
    return [tensorOf(isElementType(name) ? name : 'fp32', op.type('x').shape)];
  },
  evaluate: (op, [output]) => {
    const { data } = op.tensor('x');
    const dtype = output?.dtype ?? 'fp32';
    const result = allocate(dtype, data.length);
    if (dtype === 'bool') {
      for (let index = 0; index < data.length; index++) result[index] = data[index] === 0 ? 0 : 1;
    } else result.set(data);
    return [result];
  },
};
