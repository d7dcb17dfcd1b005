/** A Core ML model as text, for people who review what is emitted. */

import type { Block, Operation, Value, ValueType } from '../../targets/coreml/schema/mil.ts';
import type { FeatureDescription, Model } from '../../targets/coreml/schema/model.ts';
import { ARRAY_DATA_TYPES, COLOR_SPACES, DATA_TYPES } from '../../targets/coreml/schema/numbers.ts';

export function printModel(model: Model): string {
  const { description, mlProgram } = model;
  const functions = [...(mlProgram?.functions ?? [])].flatMap(([name, one]) => [
    `function ${name}(${one.inputs.map((input) => `${input.name}: ${printType(input.type)}`).join(', ')}) opset ${one.opset} {`,
    ...[...one.blockSpecializations].flatMap(([opset, block]) => [
      `  block ${opset}`,
      ...printBlock(block),
    ]),
    '}',
  ]);
  const metadata = [...(description?.metadata?.userDefined ?? [])];
  return [
    `specification ${model.specificationVersion}, program ${mlProgram?.version}`,
    ...metadata.map(([key, value]) => `metadata ${key}: ${value}`),
    ...(description?.input ?? []).map((feature) => `input ${printFeature(feature)}`),
    ...(description?.output ?? []).map((feature) => `output ${printFeature(feature)}`),
    ...(description?.functions ?? []).flatMap(({ name, input, output }) => [
      `function ${name}${name === description?.defaultFunctionName ? ' by default' : ''}`,
      ...input.map((feature) => `  input ${printFeature(feature)}`),
      ...output.map((feature) => `  output ${printFeature(feature)}`),
    ]),
    ...functions,
    '',
  ].join('\n');
}

function printFeature({ name, type }: FeatureDescription): string {
  const { multiArrayType: array, imageType: image } = type ?? {};
  if (image !== undefined) {
    return `${name}: ${wordFor(COLOR_SPACES, image.colorSpace)} image ${image.width} x ${image.height}`;
  }
  const { shape = [], dataType = 0, enumeratedShapes, shapeRange } = array ?? {};
  const flexible = [
    ...(enumeratedShapes?.shapes ?? []).map((one) => `[${one.shape.join(', ')}]`),
    ...(shapeRange?.sizeRanges ?? []).map((one) => `${one.lowerBound}..${one.upperBound}`),
  ];
  const text = `${name}: ${wordFor(ARRAY_DATA_TYPES, dataType)}[${shape.join(', ')}]`;
  return flexible.length === 0 ? text : `${text} of ${flexible.join(', ')}`;
}

function printBlock({ operations, outputs }: Block): string[] {
  return [
    ...operations.map((operation) => `    ${printOperation(operation)}`),
    `    return ${outputs.join(', ')}`,
  ];
}

function printOperation({ type, inputs, outputs, attributes }: Operation): string {
  const results = outputs.map((output) => `${output.name}: ${printType(output.type)}`).join(', ');
  const given = [...inputs].map(([name, argument]) => {
    const bound = argument.arguments.map((one) => one.name ?? printValue(one.value));
    return `${name}=${bound.length === 1 ? bound[0] : `(${bound.join(', ')})`}`;
  });
  const set = [...attributes].map(([name, value]) => `${name}=${printValue(value)}`);
  return `${results} = ${type}(${given.join(', ')}) {${set.join(', ')}}`;
}

export function printValue(value: Value | undefined): string {
  const { blobFileValue: blob, immediateValue: immediate, type } = value ?? {};
  if (blob !== undefined) return `${printType(type)} at ${blob.offset}`;
  const { bytes, ...lists } = immediate?.tensor ?? {};
  if (bytes !== undefined) {
    return `${printType(type)} 0x${Buffer.from(bytes.values).toString('hex')}`;
  }
  const [list] = Object.values(lists);
  return `${printType(type)} ${JSON.stringify(list?.values)}`;
}

export function printType(type: ValueType | undefined): string {
  const { dataType = 0, rank, dimensions = [] } = type?.tensorType ?? {};
  const name = wordFor(DATA_TYPES, dataType);
  if (rank === 0) return name;
  const sizes = dimensions.map(({ constant }) => constant?.size ?? '?');
  return `${name}[${sizes.join(', ')}]`;
}

function wordFor(words: Readonly<Record<string, number>>, number: number): string {
  return Object.entries(words).find(([, one]) => one === number)?.[0] ?? `${number}`;
}
