/** Power: WGSL leaves negative bases open, so their sign is put back for whole exponents. */

import { pointwise } from '../lowering.ts';
import { wgslType } from '../syntax.ts';

export const pow = pointwise(([a, b], { kernel, width, type, operandTypes }) => {
  const float = wgslType('f32', width);
  kernel.helper(
    `power${width}`,
    `fn power${width}(a: ${float}, b: ${float}) -> ${float} {
  let size = pow(abs(a), b);
  let whole = b == floor(b);
  let odd = (abs(b) % ${float}(2.0)) == ${float}(1.0);
  let signed = select(size, -size, (a < ${float}(0.0)) & odd & whole);
  let negative = (a < ${float}(0.0)) & !whole;
  let nan = bitcast<${float}>(select(bitcast<${wgslType('u32', width)}>(signed), ${wgslType('u32', width)}(0x7fc00000u), negative));
  return select(nan, ${float}(1.0), b == ${float}(0.0));
}`,
  );
  const cast = (text: string | undefined, from: string | undefined): string =>
    from === 'f32' ? `${text}` : `${float}(${text})`;
  const power = `power${width}(${cast(a, operandTypes[0])}, ${cast(b, operandTypes[1])})`;
  return type === 'f32' ? power : `${wgslType(type, width)}(round(${power}))`;
});
