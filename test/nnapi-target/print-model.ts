/** A model as text for tests: operations with numbered values, immediates in full, weights by their types. */

import type { Argument, NnModel, NnValue, OperandType } from '../../targets/nnapi/syntax.ts';

const SHORT: Readonly<Record<string, string>> = {
  TENSOR_FLOAT32: 'f32',
  TENSOR_FLOAT16: 'f16',
  TENSOR_INT32: 'i32',
  TENSOR_BOOL8: 'bool8',
  TENSOR_QUANT8_ASYMM: 'u8',
  TENSOR_QUANT8_ASYMM_SIGNED: 's8',
};

export function printModel(model: NnModel): string {
  const names = new Map<NnValue, string>();
  const nameOf = (value: NnValue): string => {
    const name = names.get(value) ?? `%${names.size}`;
    names.set(value, name);
    return name;
  };
  const argument = (given: Argument): string => {
    if (!('kind' in given)) return nameOf(given);
    if (given.kind === 'omitted') return '_';
    if (given.kind === 'weight') return `@${typeText(given.type)}`;
    const { type, values } = given;
    return type.shape.length === 0 ? `${type.code}:${values.join()}` : `[${values.join()}]`;
  };
  const inputs = model.inputs.map(
    ({ name, value }) => `${name}=${nameOf(value)} ${typeText(value.type)}`,
  );
  const lines = model.operations.map(({ code, inputs: given, outputs }) => {
    const read = given.map(argument).join(', ');
    const results = outputs.map((value) => `${nameOf(value)} ${typeText(value.type)}`);
    return `${results.join(', ')} = ${code}(${read})`;
  });
  const outputs = model.outputs.map(({ name, value }) => `${name}=${nameOf(value)}`);
  return [`inputs ${inputs.join(', ')}`, ...lines, `outputs ${outputs.join(', ')}`].join('\n');
}

function typeText({ code, shape, scale, zeroPoint }: OperandType): string {
  const quantised = scale === 0 ? '' : ` *${scale} +${zeroPoint}`;
  return `${SHORT[code] ?? code}[${shape.join()}]${quantised}`;
}
