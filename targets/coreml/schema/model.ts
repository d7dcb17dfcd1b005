/** Model.proto: the interface of a Core ML model, as far as ML Programs use it. */

import { choice, mapOfStrings, message, messages, scalar, scalars } from './field.ts';
import type { Fields, Integer } from './field.ts';
import { programFields } from './mil.ts';
import type { Program } from './mil.ts';

export interface Model {
  readonly specificationVersion: number;
  readonly description?: ModelDescription;
  readonly isUpdatable: boolean;
  readonly mlProgram?: Program;
}

export interface ModelDescription {
  readonly input: readonly FeatureDescription[];
  readonly output: readonly FeatureDescription[];
  readonly predictedFeatureName: string;
  readonly predictedProbabilitiesName: string;
  readonly state: readonly FeatureDescription[];
  readonly functions: readonly FunctionDescription[];
  readonly defaultFunctionName: string;
  readonly metadata?: Metadata;
}

export interface FunctionDescription {
  readonly name: string;
  readonly input: readonly FeatureDescription[];
  readonly output: readonly FeatureDescription[];
  readonly predictedFeatureName: string;
  readonly predictedProbabilitiesName: string;
  readonly state: readonly FeatureDescription[];
}

export interface FeatureDescription {
  readonly name: string;
  readonly shortDescription: string;
  readonly type?: FeatureType;
}

export interface Metadata {
  readonly shortDescription: string;
  readonly versionString: string;
  readonly author: string;
  readonly license: string;
  readonly userDefined: ReadonlyMap<string, string>;
}

/** At most one of the types; none where it is of a kind that ML Programs do not use. */
export interface FeatureType {
  readonly imageType?: ImageFeatureType;
  readonly multiArrayType?: ArrayFeatureType;
  readonly stateType?: StateFeatureType;
  readonly isOptional: boolean;
}

export interface ArrayFeatureType {
  readonly shape: readonly Integer[];
  /** One of ARRAY_DATA_TYPES. */
  readonly dataType: number;
  readonly enumeratedShapes?: EnumeratedShapes;
  readonly shapeRange?: ShapeRange;
  readonly intDefaultValue?: number;
  readonly floatDefaultValue?: number;
  readonly doubleDefaultValue?: number;
}

export interface EnumeratedShapes {
  readonly shapes: readonly Shape[];
}

export interface Shape {
  readonly shape: readonly Integer[];
}

export interface ShapeRange {
  readonly sizeRanges: readonly SizeRange[];
}

/** A negative upper bound is none. */
export interface SizeRange {
  readonly lowerBound: Integer;
  readonly upperBound: Integer;
}

export interface ImageFeatureType {
  readonly width: Integer;
  readonly height: Integer;
  /** One of COLOR_SPACES. */
  readonly colorSpace: number;
  readonly enumeratedSizes?: EnumeratedSizes;
  readonly imageSizeRange?: ImageSizeRange;
}

export interface EnumeratedSizes {
  readonly sizes: readonly ImageSize[];
}

export interface ImageSize {
  readonly width: Integer;
  readonly height: Integer;
}

export interface ImageSizeRange {
  readonly widthRange?: SizeRange;
  readonly heightRange?: SizeRange;
}

export interface StateFeatureType {
  readonly arrayType?: ArrayFeatureType;
}

export const modelFields: Fields<Model> = {
  specificationVersion: scalar(1, 'int32'),
  description: message(2, () => modelDescriptionFields),
  isUpdatable: scalar(10, 'bool'),
  mlProgram: message(502, () => programFields),
};

const modelDescriptionFields: Fields<ModelDescription> = {
  input: messages(1, () => featureDescriptionFields),
  output: messages(10, () => featureDescriptionFields),
  predictedFeatureName: scalar(11, 'string'),
  predictedProbabilitiesName: scalar(12, 'string'),
  state: messages(13, () => featureDescriptionFields),
  functions: messages(20, () => functionDescriptionFields),
  defaultFunctionName: scalar(21, 'string'),
  metadata: message(100, () => metadataFields),
};

const functionDescriptionFields: Fields<FunctionDescription> = {
  name: scalar(1, 'string'),
  input: messages(2, () => featureDescriptionFields),
  output: messages(3, () => featureDescriptionFields),
  predictedFeatureName: scalar(4, 'string'),
  predictedProbabilitiesName: scalar(5, 'string'),
  state: messages(6, () => featureDescriptionFields),
};

const featureDescriptionFields: Fields<FeatureDescription> = {
  name: scalar(1, 'string'),
  shortDescription: scalar(2, 'string'),
  type: message(3, () => featureTypeFields),
};

const metadataFields: Fields<Metadata> = {
  shortDescription: scalar(1, 'string'),
  versionString: scalar(2, 'string'),
  author: scalar(3, 'string'),
  license: scalar(4, 'string'),
  userDefined: mapOfStrings(100),
};

const featureTypeFields: Fields<FeatureType> = {
  imageType: message(4, () => imageFeatureTypeFields, 'Type'),
  multiArrayType: message(5, () => arrayFeatureTypeFields, 'Type'),
  stateType: message(8, () => stateFeatureTypeFields, 'Type'),
  isOptional: scalar(1000, 'bool'),
};

const arrayFeatureTypeFields: Fields<ArrayFeatureType> = {
  shape: scalars(1, 'int64'),
  dataType: scalar(2, 'int32'),
  enumeratedShapes: message(21, () => enumeratedShapesFields, 'ShapeFlexibility'),
  shapeRange: message(31, () => shapeRangeFields, 'ShapeFlexibility'),
  intDefaultValue: choice(41, 'int32', 'defaultOptionalValue'),
  floatDefaultValue: choice(51, 'float', 'defaultOptionalValue'),
  doubleDefaultValue: choice(61, 'double', 'defaultOptionalValue'),
};

const enumeratedShapesFields: Fields<EnumeratedShapes> = {
  shapes: messages(1, () => shapeFields),
};

const shapeFields: Fields<Shape> = { shape: scalars(1, 'int64') };

const shapeRangeFields: Fields<ShapeRange> = { sizeRanges: messages(1, () => sizeRangeFields) };

const sizeRangeFields: Fields<SizeRange> = {
  lowerBound: scalar(1, 'uint64'),
  upperBound: scalar(2, 'int64'),
};

const imageFeatureTypeFields: Fields<ImageFeatureType> = {
  width: scalar(1, 'int64'),
  height: scalar(2, 'int64'),
  colorSpace: scalar(3, 'int32'),
  enumeratedSizes: message(21, () => enumeratedSizesFields, 'SizeFlexibility'),
  imageSizeRange: message(31, () => imageSizeRangeFields, 'SizeFlexibility'),
};

const enumeratedSizesFields: Fields<EnumeratedSizes> = {
  sizes: messages(1, () => imageSizeFields),
};

const imageSizeFields: Fields<ImageSize> = {
  width: scalar(1, 'uint64'),
  height: scalar(2, 'uint64'),
};

const imageSizeRangeFields: Fields<ImageSizeRange> = {
  widthRange: message(1, () => sizeRangeFields),
  heightRange: message(2, () => sizeRangeFields),
};

const stateFeatureTypeFields: Fields<StateFeatureType> = {
  arrayType: message(1, () => arrayFeatureTypeFields),
};
