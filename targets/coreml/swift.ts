/** Writes the Swift package around a Core ML package: a typed API for this model, its tests and the runtime. */

import type { FileEntry } from '../../compiler/output.ts';
import { render } from './swift-render.ts';
import { swiftDocumentation, swiftProperties } from './swift-text.ts';
import { runtimeFiles } from './templates/swift.generated.ts';
import type { ComputeUnits } from '../devices/device.ts';

/** An input or output of the package. */
export interface SwiftTensor {
  /** The name in the ONNX file. */
  readonly name: string;
  /** The feature's name in the package. */
  readonly feature: string;
  readonly dtype: 'fp16' | 'fp32' | 'int32' | 'image';
  /** Of an image: [height, width, 4]. */
  readonly shapes: SwiftShapes;
  /** In the package, where it is another. */
  readonly carried?: readonly number[];
}

/** Sizes from the outermost dimension; ranges include both bounds. */
export type SwiftShapes =
  | { readonly kind: 'fixed'; readonly shape: readonly number[] }
  | { readonly kind: 'enumerated'; readonly shapes: readonly (readonly number[])[] }
  | { readonly kind: 'ranges'; readonly ranges: readonly (readonly [number, number])[] };

export interface SwiftModel {
  /** The module: an identifier that begins with a capital letter. */
  readonly module: string;
  /** The model's name for people. */
  readonly title: string;
  /** The packages' names without extension, in the order in which they run. */
  readonly packages: readonly string[];
  /** The functions of a package that has several. */
  readonly functions: readonly string[];
  /** Changes whenever the packages do. */
  readonly key: string;
  readonly inputs: readonly SwiftTensor[];
  readonly outputs: readonly SwiftTensor[];
  readonly computeUnits: ComputeUnits;
  /** The oldest systems, such as `16.0` and `13.0`. */
  readonly ios: string;
  readonly macos: string;
}

const SCALARS = { fp16: 'Float16', fp32: 'Float', int32: 'Int32', image: 'UInt8' } as const;
const ELEMENT_TYPES = {
  fp16: 'float16',
  fp32: 'float32',
  int32: 'int32',
  image: 'uint8',
} as const;

export type SwiftFile = readonly [path: FileEntry['path'], text: string];

/** The files of the Swift package by their paths, which hold nothing but the module's name. */
export function swiftFiles(model: SwiftModel): readonly SwiftFile[] {
  const context = contextOf(model);
  const sources = `Sources/${model.module}`;
  return [
    ['Package.swift', render('Package.swift', context)],
    [`${sources}/Model.swift`, render('Model.swift', context)],
    ...Object.entries(runtimeFiles).map(
      ([file, text]) => [`${sources}/Runtime/${file}`, text] as const,
    ),
    [`Tests/${model.module}Tests.swift`, render('ModelTests.swift', context)],
  ];
}

/** What the package of a pipeline needs of a model that is a part of it, beside its packages. */
export function swiftPartFiles(model: SwiftModel): readonly SwiftFile[] {
  const property = model.module.charAt(0).toLowerCase() + model.module.slice(1);
  return [[`${model.module}.swift`, render('Part.swift', { ...contextOf(model), property })]];
}

function contextOf(model: SwiftModel): object {
  return {
    ...model,
    functions: named(model.functions),
    inputs: described(model.inputs),
    outputs: described(model.outputs),
  };
}

function named(functions: readonly string[]): readonly { name: string; property: string }[] {
  const properties = swiftProperties(functions);
  return functions.map((name, index) => ({ name, property: properties[index] ?? name }));
}

function described(tensors: readonly SwiftTensor[]): readonly object[] {
  const properties = swiftProperties(tensors.map(({ feature }) => feature));
  return tensors.map((tensor, index) => ({
    name: tensor.name,
    feature: tensor.feature,
    property: properties[index],
    scalar: SCALARS[tensor.dtype],
    elementType: ELEMENT_TYPES[tensor.dtype],
    shapes: shapeRule(tensor.shapes),
    carried: tensor.carried && `[${tensor.carried.join(', ')}]`,
    documentation: swiftDocumentation(tensor.name, SCALARS[tensor.dtype], tensor.shapes),
  }));
}

function shapeRule(shapes: SwiftShapes): string {
  const list = (sizes: readonly number[]): string => `[${sizes.join(', ')}]`;
  switch (shapes.kind) {
    case 'fixed':
      return `.fixed(${list(shapes.shape)})`;
    case 'enumerated':
      return `.enumerated([${shapes.shapes.map(list).join(', ')}])`;
    case 'ranges':
      return `.ranges([${shapes.ranges.map(([low, high]) => `${low}...${high}`).join(', ')}])`;
  }
}
