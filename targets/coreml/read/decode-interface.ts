/** The interface that a model file describes, in the reader's own types. */

import type * as Wire from '../schema/model.ts';
import type {
  ArrayFeature,
  Feature,
  FunctionInterface,
  ImageFeature,
  PackageModel,
  SizeRange,
} from './spec.ts';

type Interfaces = Pick<
  PackageModel,
  'interfaces' | 'describedByFunctions' | 'defaultFunction' | 'outerDefault' | 'outerFeatures'
>;

export function interfacesOf(description: Wire.ModelDescription): Interfaces {
  const { functions, input, output, state, defaultFunctionName } = description;
  const { predictedFeatureName, predictedProbabilitiesName } = description;
  const outerFeatures =
    input.length +
    output.length +
    state.length +
    givenNames(predictedFeatureName, predictedProbabilitiesName).length;
  const own = {
    name: 'main',
    input,
    output,
    state,
    predictedFeatureName,
    predictedProbabilitiesName,
  };
  const described = functions.length > 0;
  return {
    interfaces: (described ? functions : [own]).map(functionInterface),
    describedByFunctions: described,
    outerDefault: !described && defaultFunctionName !== '',
    outerFeatures,
    defaultFunction: described ? defaultFunctionName : 'main',
  };
}

function functionInterface({
  name,
  input,
  output,
  state,
  predictedFeatureName,
  predictedProbabilitiesName,
}: Wire.FunctionDescription): FunctionInterface {
  return {
    name,
    inputs: input.map(featureOf),
    outputs: output.map(featureOf),
    states: state.map(featureOf),
    predicted: givenNames(predictedFeatureName, predictedProbabilitiesName),
  };
}

function givenNames(...names: readonly string[]): readonly string[] {
  return names.filter((name) => name !== '');
}

function featureOf({ name, type }: Wire.FeatureDescription): Feature {
  const optional = type?.isOptional ?? false;
  if (type?.multiArrayType !== undefined) {
    const { enumeratedShapes, shapeRange } = type.multiArrayType;
    if (enumeratedShapes?.shapes.length === 0 || shapeRange?.sizeRanges.length === 0) {
      return { name, optional, type: { kind: 'other', what: 'of several shapes and names none' } };
    }
    const { intDefaultValue, floatDefaultValue, doubleDefaultValue } = type.multiArrayType;
    const defaults = [intDefaultValue, floatDefaultValue, doubleDefaultValue];
    const hasDefault = defaults.some((value) => value !== undefined);
    return { name, optional, hasDefault, type: arrayOf(type.multiArrayType) };
  }
  if (type?.imageType !== undefined) return { name, optional, type: imageOf(type.imageType) };
  if (type?.stateType?.arrayType !== undefined) {
    return { name, optional, type: arrayOf(type.stateType.arrayType), state: true };
  }
  return { name, optional, type: { kind: 'other', what: 'of no type that ML Programs use' } };
}

function arrayOf(array: Wire.ArrayFeatureType): ArrayFeature {
  return {
    kind: 'array',
    dataType: array.dataType,
    shape: array.shape.map(Number),
    enumerated: array.enumeratedShapes?.shapes.map(({ shape }) => shape.map(Number)) ?? [],
    ranges: array.shapeRange?.sizeRanges.map(rangeOf) ?? [],
  };
}

function rangeOf({ lowerBound, upperBound }: Wire.SizeRange): SizeRange {
  const upper = Number(upperBound);
  return { lower: Number(lowerBound), upper: upper < 0 ? undefined : upper };
}

function imageOf(image: Wire.ImageFeatureType): ImageFeature {
  return {
    kind: 'image',
    width: Number(image.width),
    height: Number(image.height),
    colorSpace: image.colorSpace,
    flexible: image.enumeratedSizes !== undefined || image.imageSizeRange !== undefined,
  };
}
