/** What the Swift package says of a model, from the program that was written. */

import type { ModelInterface } from '../../compiler/output.ts';
import type { ModelShapes } from '../../compiler/shapes.ts';
import type { TargetContext } from '../target.ts';
import type { options } from './options.ts';
import type { SwiftModel, SwiftShapes, SwiftTensor } from './swift.ts';
import { sameShape } from './terms.ts';
import type { MilFunction, MilProgram, MilValue, Opset, Port } from './syntax.ts';

/** The oldest systems that read an opset. */
export const SYSTEMS: Readonly<Record<Opset, { readonly ios: string; readonly macos: string }>> = {
  CoreML6: { ios: '16.0', macos: '13.0' },
  CoreML7: { ios: '17.0', macos: '14.0' },
  CoreML8: { ios: '18.0', macos: '15.0' },
  CoreML9: { ios: '26.0', macos: '26.0' },
};

export interface SwiftSource {
  readonly program: MilProgram;
  readonly module: string;
  readonly packages: readonly string[];
  readonly key: string;
}

export function swiftModel(
  { program, module, packages, key }: SwiftSource,
  { modelName, device, interface: model, shapes }: TargetContext<typeof options>,
): SwiftModel {
  const { functions, opset } = program;
  const sized = [model, ...(shapes?.others ?? []).map((other) => other.interface)];
  return {
    module,
    title: modelName,
    packages,
    functions: functions.length > 1 ? functions.map(({ name }) => name) : [],
    key,
    inputs: tensors(functions, 'inputs', sized, shapes?.kind),
    outputs: tensors(functions, 'outputs', sized, shapes?.kind),
    computeUnits: device.coreml?.computeUnits.value ?? 'all',
    ...SYSTEMS[opset],
  };
}

/** Functions have the same interface but for shapes. */
function tensors(
  functions: readonly MilFunction[],
  side: 'inputs' | 'outputs',
  sized: readonly ModelInterface[],
  kind: ModelShapes['kind'] | undefined,
): readonly SwiftTensor[] {
  return (functions[0]?.[side] ?? []).map((port, index) => {
    const entry = sized[0]?.[side][index];
    // What a package with several sizes gives has no size of its own.
    const isOpen = port.shapes === undefined && port.value.type.shape.includes(undefined);
    const inPackage = isOpen
      ? declaredShapes(
          sized.map((one) => one[side][index]?.type.shape ?? []),
          kind,
        )
      : together(functions.flatMap((one) => one[side][index] ?? []).map(shapesOf));
    return {
      name: entry?.name ?? port.name,
      feature: port.name,
      dtype: port.image === undefined ? scalarOf(port.value) : 'image',
      ...(port.image === undefined && entry !== undefined
        ? asDeclared(inPackage, entry.type.shape)
        : { shapes: inPackage }),
    };
  });
}

function declaredShapes(
  shapes: readonly (readonly number[])[],
  kind: ModelShapes['kind'] | undefined,
): SwiftShapes {
  if (kind !== 'ranges') return { kind: 'enumerated', shapes };
  const [usual = []] = shapes;
  const ranges = usual.map((_, axis): readonly [number, number] => {
    const sizes = shapes.map((shape) => shape[axis] ?? 1);
    return [Math.min(...sizes), Math.max(...sizes)];
  });
  return { kind: 'ranges', ranges };
}

/** Scalars and tensors of more than five axes have the model's shape. */
function asDeclared(
  inPackage: SwiftShapes,
  declared: readonly number[],
): Pick<SwiftTensor, 'shapes' | 'carried'> {
  if (inPackage.kind !== 'fixed' || sameShape(inPackage.shape, declared)) {
    return { shapes: inPackage };
  }
  return { shapes: { kind: 'fixed', shape: declared }, carried: inPackage.shape };
}

function together(all: readonly SwiftShapes[]): SwiftShapes {
  const [first = { kind: 'fixed', shape: [] }] = all;
  const texts = new Set(all.map((shapes) => JSON.stringify(shapes)));
  if (texts.size === 1) return first;
  const shapes = all.map((one) => (one.kind === 'fixed' ? one.shape : []));
  return { kind: 'enumerated', shapes };
}

function scalarOf({ type: { dtype } }: MilValue): 'fp16' | 'fp32' | 'int32' {
  if (dtype === 'fp16' || dtype === 'fp32' || dtype === 'int32') return dtype;
  throw new Error(`multi-arrays have no elements of ${dtype}`);
}

function shapesOf({ value, image, shapes }: Port): SwiftShapes {
  if (shapes?.kind === 'enumerated') return shapes;
  if (shapes?.kind === 'ranges') return { kind: 'ranges', ranges: shapes.ranges };
  const fixed = value.type.shape.map((size) => size ?? 1);
  if (image === undefined) return { kind: 'fixed', shape: fixed };
  const [height = 1, width = 1] = fixed.slice(-2);
  return { kind: 'fixed', shape: [height, width, 4] };
}
