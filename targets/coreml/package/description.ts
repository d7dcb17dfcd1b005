/** The interface of a model as apps see it: its features, their types, shapes and default shapes. */

import type {
  ArrayFeatureType,
  FeatureDescription,
  FeatureType,
  FunctionDescription,
  Metadata,
  ModelDescription,
} from '../schema/model.ts';
import { ARRAY_DATA_TYPES, COLOR_SPACES } from '../schema/numbers.ts';
import type { MilFunction, MilProgram, Port } from '../syntax.ts';

/** A model of several functions describes each; the first is the default. */
export function modelDescription(program: MilProgram, metadata: Metadata): ModelDescription {
  const [first, ...others] = program.functions;
  if (first === undefined) throw new Error('a program has a function');
  const several = others.length > 0;
  const { input, output } = several ? { input: [], output: [] } : features(first);
  return {
    input,
    output,
    predictedFeatureName: '',
    predictedProbabilitiesName: '',
    state: [],
    functions: several ? program.functions.map(functionDescription) : [],
    defaultFunctionName: several ? first.name : '',
    metadata,
  };
}

function functionDescription(one: MilFunction): FunctionDescription {
  return {
    name: one.name,
    ...features(one),
    predictedFeatureName: '',
    predictedProbabilitiesName: '',
    state: [],
  };
}

type Features = Readonly<Record<'input' | 'output', readonly FeatureDescription[]>>;

function features({ inputs, outputs }: MilFunction): Features {
  const describe = (port: Port): FeatureDescription => ({
    name: port.name,
    shortDescription: '',
    type: featureType(port),
  });
  return { input: inputs.map(describe), output: outputs.map(describe) };
}

function featureType({ name, value, image, shapes }: Port): FeatureType {
  const { dtype, shape } = value.type;
  if (image !== undefined) {
    const [, , height = 0, width = 0] = shape;
    const imageType = { width, height, colorSpace: COLOR_SPACES[image] };
    return { imageType, isOptional: false };
  }
  if (!isArrayDType(dtype)) throw new Error(`${name}: no multi-array holds ${dtype}`);
  const dataType = ARRAY_DATA_TYPES[dtype];
  return { multiArrayType: { dataType, ...arrayShape(shape, shapes) }, isOptional: false };
}

function isArrayDType(dtype: string): dtype is keyof typeof ARRAY_DATA_TYPES {
  return Object.hasOwn(ARRAY_DATA_TYPES, dtype);
}

/** An output with flexible dims has no shape here; an input has a default one and what it may be. */
function arrayShape(
  shape: Port['value']['type']['shape'],
  shapes: Port['shapes'],
): Omit<ArrayFeatureType, 'dataType'> {
  switch (shapes?.kind) {
    case undefined:
      return { shape: shape.every((dim) => dim !== undefined) ? shape : [] };
    case 'enumerated':
      return {
        shape: shapes.shapes[0] ?? [],
        enumeratedShapes: { shapes: shapes.shapes.map((one) => ({ shape: one })) },
      };
    case 'ranges':
      return {
        shape: shapes.usual,
        shapeRange: {
          sizeRanges: shapes.ranges.map(([lowerBound, upperBound]) => ({ lowerBound, upperBound })),
        },
      };
  }
}
