/** What NNAPI's runtime asks of a model, as far as types and shapes tell: everything found wrong, in words. */

import type { Argument, NnModel, NnOperation, OperandCode } from '../../targets/nnapi/syntax.ts';

const SIGNED_AND_INTEGERS = 30;
const BATCHED_MATRICES = 1_000_006;

interface Rule {
  /** The feature level that has the operation. */
  readonly since?: number;
  /** How many inputs there may be. */
  readonly inputs: readonly [number, number];
  /** The level from which the first tensor may hold integers, or bools; never when absent. */
  readonly integers?: number;
  readonly bools?: number;
  /** Never floats. */
  readonly noFloats?: boolean;
  /** The place of the first tensor. */
  readonly data?: number;
  /** Types of the inputs at the end, after the tensors; T is a number of the tensor's own width. */
  readonly tail?: readonly (OperandCode | 'T')[];
  /** All tensors before the tail are of one type. */
  readonly alike?: boolean;
}

const I = 'INT32';
const ALWAYS = 29;
const unary: Rule = { inputs: [1, 1] };
const pair: Rule = { inputs: [2, 2], alike: true };
const fused: Rule = { inputs: [3, 3], integers: SIGNED_AND_INTEGERS, tail: [I], alike: true };
const reduced: Rule = { inputs: [3, 3], tail: ['TENSOR_INT32', 'BOOL'] };
const placed = [I, I, I, I, I, I] as const;
const pooled: Rule = { inputs: [10, 10], tail: [...placed, I, I, I] };

const RULES: Readonly<Record<string, Rule>> = {
  ADD: fused,
  SUB: fused,
  MUL: fused,
  DIV: { ...fused },
  POW: pair,
  MAXIMUM: { ...pair, integers: ALWAYS },
  MINIMUM: { ...pair, integers: ALWAYS },
  EQUAL: { ...pair, integers: ALWAYS, bools: ALWAYS },
  LESS: { ...pair, integers: ALWAYS },
  LESS_EQUAL: { ...pair, integers: ALWAYS },
  LOGICAL_AND: { ...pair, bools: ALWAYS, noFloats: true },
  LOGICAL_OR: { ...pair, bools: ALWAYS, noFloats: true },
  LOGICAL_NOT: { ...unary, bools: ALWAYS, noFloats: true },
  SELECT: { inputs: [3, 3], integers: ALWAYS, data: 1, alike: true },
  ABS: { ...unary, integers: SIGNED_AND_INTEGERS },
  NEG: { ...unary, integers: ALWAYS },
  EXP: unary,
  LOG: unary,
  SQRT: unary,
  SIN: unary,
  TANH: unary,
  LOGISTIC: unary,
  FLOOR: unary,
  RELU: unary,
  CAST: { ...unary, integers: ALWAYS },
  RESHAPE: { inputs: [2, 2], integers: BATCHED_MATRICES, tail: ['TENSOR_INT32'] },
  TRANSPOSE: { inputs: [2, 2], tail: ['TENSOR_INT32'] },
  SLICE: { inputs: [3, 3], integers: ALWAYS, tail: ['TENSOR_INT32', 'TENSOR_INT32'] },
  STRIDED_SLICE: {
    inputs: [7, 7],
    tail: ['TENSOR_INT32', 'TENSOR_INT32', 'TENSOR_INT32', I, I, I],
  },
  CONCATENATION: { inputs: [2, 9999], tail: [I], alike: true },
  TILE: { inputs: [2, 2], integers: ALWAYS, tail: ['TENSOR_INT32'] },
  GATHER: { inputs: [3, 3], integers: ALWAYS, tail: [I, 'TENSOR_INT32'] },
  PAD: { inputs: [2, 2], tail: ['TENSOR_INT32'] },
  PAD_V2: { inputs: [3, 3], tail: ['TENSOR_INT32', 'T'] },
  MEAN: { inputs: [3, 3], tail: ['TENSOR_INT32', I] },
  REDUCE_SUM: reduced,
  REDUCE_MAX: reduced,
  REDUCE_MIN: reduced,
  REDUCE_PROD: reduced,
  SOFTMAX: { inputs: [3, 3], tail: ['T', I] },
  TOPK_V2: { inputs: [2, 2], integers: ALWAYS, tail: [I] },
  ARGMAX: { inputs: [2, 2], integers: ALWAYS, tail: [I] },
  ARGMIN: { inputs: [2, 2], integers: ALWAYS, tail: [I] },
  FULLY_CONNECTED: { inputs: [4, 4], tail: [I], alike: true },
  BATCH_MATMUL: {
    since: BATCHED_MATRICES,
    inputs: [4, 4],
    integers: BATCHED_MATRICES,
    tail: ['BOOL', 'BOOL'],
    alike: true,
  },
  CONV_2D: { inputs: [10, 13], tail: [...placed, I], alike: true },
  DEPTHWISE_CONV_2D: { inputs: [11, 14], tail: [...placed, I, I], alike: true },
  GROUPED_CONV_2D: { inputs: [12, 12], tail: [...placed, I, I, 'BOOL'], alike: true },
  AVERAGE_POOL_2D: pooled,
  MAX_POOL_2D: pooled,
  RESIZE_NEAREST_NEIGHBOR: { inputs: [4, 4], tail: [I, I, 'BOOL'] },
  QUANTIZE: unary,
  DEQUANTIZE: unary,
};

/** What takes activations of 8 bits, from the level that has them on. */
const EIGHT_BIT: ReadonlySet<string> = new Set(
  (
    'ADD SUB MUL MAXIMUM MINIMUM RELU LOGISTIC TANH SOFTMAX RESHAPE TRANSPOSE SLICE STRIDED_SLICE CONCATENATION TILE ' +
    'GATHER PAD MAX_POOL_2D AVERAGE_POOL_2D RESIZE_NEAREST_NEIGHBOR CONV_2D DEPTHWISE_CONV_2D GROUPED_CONV_2D ' +
    'FULLY_CONNECTED BATCH_MATMUL DEQUANTIZE'
  ).split(' '),
);
/** Those whose filters may have a scale for each output, with biases in integers. */
const PRODUCTS: ReadonlySet<string> = new Set([
  'CONV_2D',
  'DEPTHWISE_CONV_2D',
  'GROUPED_CONV_2D',
  'FULLY_CONNECTED',
]);

/** Empty for a model that nothing speaks against. */
export function checkModel(model: NnModel): readonly string[] {
  const written = new Set<Argument>(model.inputs.map(({ value }) => value));
  const found = model.operations.flatMap((operation) => {
    const wrong = checkOperation(operation, model.featureLevel);
    for (const input of operation.inputs) {
      if (!('kind' in input) && !written.has(input)) wrong.push('reads what nothing has written');
    }
    for (const output of operation.outputs) {
      if (written.has(output)) wrong.push('writes a value again');
      written.add(output);
    }
    const types = operation.inputs.map(({ type }) => `${type.code}[${type.shape.join()}]`);
    return wrong.map((text) => `${operation.code}(${types.join(', ')}): ${text}`);
  });
  const inputs = new Set(model.inputs.map(({ value }) => value));
  for (const { name, value } of model.outputs) {
    if (inputs.has(value)) found.push(`output ${name} is an input`);
    if (!written.has(value)) found.push(`output ${name} is never written`);
  }
  if (new Set(model.outputs.map(({ value }) => value)).size < model.outputs.length) {
    found.push('two outputs are one value');
  }
  return found;
}

function checkOperation({ code, inputs, outputs }: NnOperation, level: number): string[] {
  const rule = RULES[code];
  if (rule === undefined) return ['is not known here'];
  const wrong: string[] = [];
  if ((rule.since ?? 0) > level) wrong.push(`comes with level ${rule.since}`);
  const [least, most] = rule.inputs;
  if (inputs.length < least || inputs.length > most) wrong.push(`has ${inputs.length} inputs`);
  const first = inputs[rule.data ?? 0]?.type.code;
  wrong.push(...checkFirst(code, rule, first, level));
  const tail = rule.tail ?? [];
  // What may follow the shortest form is optional; CONCATENATION has its tail at the end.
  const start = code === 'CONCATENATION' ? inputs.length - 1 : least - tail.length;
  tail.forEach((expected, index) => {
    const given = inputs[start + index]?.type.code;
    const own = first === 'TENSOR_FLOAT16' ? 'FLOAT16' : 'FLOAT32';
    const wanted = expected === 'T' ? own : expected;
    if (given !== wanted) wrong.push(`input ${start + index} is ${given}, not ${wanted}`);
  });
  const tensors = inputs.slice(rule.data ?? 0, start);
  const isQuantised = first?.startsWith('TENSOR_QUANT8') === true;
  if (isQuantised && PRODUCTS.has(code)) wrong.push(...checkFactors(tensors, code));
  else if (rule.alike === true && tensors.some(({ type }) => type.code !== first)) {
    wrong.push('its tensors are of several types');
  }
  for (const { type } of [...inputs, ...outputs]) {
    const isTensor = type.code.startsWith('TENSOR');
    if (isTensor && (type.shape.length < 1 || type.shape.length > 4)) {
      wrong.push(`has a tensor of ${type.shape.length} axes`);
    }
    if (type.shape.some((size) => !Number.isInteger(size) || size < 1)) wrong.push('is empty');
  }
  return [...wrong, ...checkShapes(code, inputs, outputs)];
}

function checkFirst(code: string, rule: Rule, first: OperandCode | undefined, level: number) {
  switch (first) {
    case 'TENSOR_FLOAT32':
    case 'TENSOR_FLOAT16':
      return rule.noFloats === true ? ['takes no floats'] : [];
    case 'TENSOR_INT32':
      return (rule.integers ?? Infinity) > level ? ['takes no integers at this level'] : [];
    case 'TENSOR_BOOL8':
      return (rule.bools ?? Infinity) > level ? ['takes no bools'] : [];
    case 'TENSOR_QUANT8_ASYMM':
    case 'TENSOR_QUANT8_ASYMM_SIGNED':
      return EIGHT_BIT.has(code) ? [] : ['takes no 8-bit numbers'];
    case 'TENSOR_QUANT8_SYMM_PER_CHANNEL':
      return code === 'DEQUANTIZE' ? [] : ['takes no scales for each channel'];
    default:
      return [`has a first input of type ${first}`];
  }
}

/** Image, filter and bias in 8 bits: of one type or with scales for each output, and the bias in units of products. */
function checkFactors(tensors: readonly Argument[], code: string): readonly string[] {
  const [image, filter, bias] = tensors.map(({ type }) => type);
  if (image === undefined || filter === undefined || bias === undefined) return ['lacks a factor'];
  const wrong = bias.code === 'TENSOR_INT32' ? [] : ['has a bias that is no integers'];
  if (filter.perChannel === undefined) {
    if (filter.code !== image.code) wrong.push('has a filter of another type');
    const product = Math.fround(image.scale * filter.scale);
    if (bias.scale !== product) wrong.push('has a bias of another scale');
    return wrong;
  }
  if (code === 'FULLY_CONNECTED') wrong.push('takes no scales for each unit');
  if (filter.perChannel.axis !== (code === 'DEPTHWISE_CONV_2D' ? 3 : 0)) {
    wrong.push('has scales along another axis than its outputs');
  }
  if (bias.scale !== 0) wrong.push('has a scale for its bias beside those for each output');
  return wrong;
}

/** What the runtime finds only when it runs. */
function checkShapes(
  code: string,
  inputs: NnOperation['inputs'],
  outputs: NnOperation['outputs'],
): readonly string[] {
  const shapes = inputs.map(({ type }) => type.shape);
  const [result = []] = outputs.map(({ type }) => type.shape);
  const count = (shape: readonly number[] = []): number => shape.reduce((a, b) => a * b, 1);
  const same = new Set(shapes.map((shape) => shape.join())).size === 1;
  switch (code) {
    case 'SELECT':
      return same ? [] : ['does not broadcast'];
    case 'FULLY_CONNECTED':
      return result.length === 2 &&
        result[1] === shapes[1]?.[0] &&
        count(shapes[0]) === (result[0] ?? 0) * (shapes[1]?.[1] ?? 0)
        ? []
        : [`gives [${result.join()}]`];
    case 'RESHAPE':
      return count(shapes[0]) === count(result) ? [] : ['changes the number of elements'];
    case 'BATCH_MATMUL':
      return shapes[0]?.length === shapes[1]?.length &&
        shapes[0]?.slice(0, -2).join() === shapes[1]?.slice(0, -2).join()
        ? []
        : ['has batches that differ'];
    case 'GATHER':
      return result.length === (shapes[0]?.length ?? 0) + (shapes[2]?.length ?? 0) - 1
        ? []
        : ['gives another rank'];
    case 'CONV_2D':
    case 'GROUPED_CONV_2D':
      return shapes[1]?.[0] === result[3] && shapes[2]?.join() === `${result[3]}`
        ? []
        : ['has a filter of other outputs'];
    case 'DEPTHWISE_CONV_2D':
      return shapes[1]?.[3] === result[3] ? [] : ['has a filter of other outputs'];
    default:
      return [];
  }
}
