/** Turns an output of three channels into an image: its numbers are brought to whole ones of 0 to 255. */

import { DiagnosticError } from '../../ir/diagnostics.ts';
import { mergeOrigins } from '../../ir/graph.ts';
import { notAnImage, unknownImageOutput } from './diagnostics.ts';
import type { ImageValues } from './options.ts';
import type { Argument, Immediate, MilFunction, MilOperation, MilValue, Port } from './syntax.ts';

/** What a number is multiplied by, and what is then added. */
const SCALES: Readonly<Record<ImageValues, readonly [number, number]>> = {
  '-1..1': [127.5, 127.5],
  '0..1': [255, 0],
  '0..255': [1, 0],
};

/** `name` is the ONNX name. Throws a DiagnosticError if it is no output, or none of an image's shape. */
export function withImageOutput(one: MilFunction, name: string, values: ImageValues): MilFunction {
  const port = one.outputs.find((output) => output.name === name);
  if (port === undefined) {
    const names = one.outputs.map((output) => output.name);
    throw new DiagnosticError(unknownImageOutput(name, names));
  }
  const { shape } = port.value.type;
  const [batch, channels] = shape;
  if (shape.length !== 4 || batch !== 1 || channels !== 3) {
    throw new DiagnosticError(notAnImage(name, shape));
  }
  const { operations, image } = scaled(port, values, one);
  return {
    ...one,
    operations: [...one.operations, ...operations],
    outputs: one.outputs.map((output) =>
      output === port ? { name, value: image, image: 'rgb' } : output,
    ),
  };
}

/** Core ML cuts fractions off, so the numbers are rounded; images are fp32. */
function scaled(
  { value }: Port,
  values: ImageValues,
  one: MilFunction,
): { readonly operations: readonly MilOperation[]; readonly image: MilValue } {
  const producer = one.operations.find(({ outputs }) => outputs.includes(value));
  const origin = mergeOrigins(producer === undefined ? [] : [producer.origin], 'image-output');
  const operations: MilOperation[] = [];
  const { dtype } = value.type;
  const apply = (
    type: string,
    x: MilValue,
    others: Readonly<Record<string, Argument>> = {},
    result = dtype,
  ): MilValue => {
    const output: MilValue = { type: { ...x.type, dtype: result } };
    operations.push({ type, inputs: { x, ...others }, outputs: [output], origin });
    return output;
  };
  const number = (only: number): Immediate => ({
    kind: 'immediate',
    type: { dtype, shape: [] },
    values: [only],
  });
  const [factor, offset] = SCALES[values];
  let image = factor === 1 ? value : apply('mul', value, { y: number(factor) });
  if (offset !== 0) image = apply('add', image, { y: number(offset) });
  image = apply('clip', image, { alpha: number(0), beta: number(255) });
  image = apply('round', image);
  if (dtype !== 'fp32') {
    const to: Immediate = {
      kind: 'immediate',
      type: { dtype: 'string', shape: [] },
      values: ['fp32'],
    };
    image = apply('cast', image, { dtype: to }, 'fp32');
  }
  return { operations, image };
}
