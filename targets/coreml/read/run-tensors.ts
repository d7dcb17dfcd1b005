/** The app's side of a run: its tensors as the function's inputs, and the outputs as tensors. */

import { DiagnosticError } from '../../../ir/diagnostics.ts';
import type { Diagnostic } from '../../../ir/diagnostics.ts';
import { tensorFrom, toNumbers } from '../../../ir/tensor.ts';
import type { Tensor } from '../../../ir/tensor.ts';
import type { DType } from '../../../ir/types.ts';
import { ELEMENTS } from './elements.ts';
import type { ElementType } from './elements.ts';
import type { Precision } from './environment.ts';
import { badRunInput } from './program-diagnostics.ts';
import type {
  ArrayFeature,
  Feature,
  FunctionInterface,
  ProgramFunction,
  TensorType,
} from './spec.ts';
import { allocate } from './tensor.ts';
import type { MilTensor } from './tensor.ts';

/** Every fault at once; elements are converted where their values allow it. */
export function inputTensors(
  described: FunctionInterface,
  own: ProgramFunction,
  given: ReadonlyMap<string, Tensor>,
): Map<string, MilTensor> {
  const where = { function: own.name };
  const faults: Diagnostic[] = [];
  const tensors = new Map<string, MilTensor>();
  const names = own.inputs.filter(({ type }) => type.kind === 'tensor').map(({ name }) => name);
  for (const name of given.keys()) {
    if (names.includes(name)) continue;
    faults.push(badRunInput(where, name, 'is not known', `the function takes ${names.join(', ')}`));
  }
  for (const { name, type } of own.inputs) {
    if (type.kind !== 'tensor') continue;
    const tensor = given.get(name);
    const feature = described.inputs.find((item) => item.name === name);
    if (tensor === undefined) {
      faults.push(badRunInput(where, name, 'is missing', 'give an array of its name'));
    } else {
      const fault = faultOf(tensor, type, feature);
      if (fault === undefined) tensors.set(name, converted(tensor, type.dtype));
      else faults.push(badRunInput(where, name, ...fault));
    }
  }
  if (faults.length > 0) throw new DiagnosticError(...faults);
  return tensors;
}

function faultOf(
  tensor: Tensor,
  type: TensorType,
  feature: Feature | undefined,
): readonly [what: string, hint: string] | undefined {
  const { shape } = tensor;
  const told = `[${shape.join(', ')}]`;
  const fixed = type.shape.map((dim) => dim ?? '?').join(', ');
  const fits =
    shape.length === type.shape.length &&
    type.shape.every((dim, axis) => dim === undefined || dim === shape[axis]);
  if (!fits) return [`has the shape ${told}`, `give it the shape [${fixed}]`];
  if (feature?.type.kind === 'array' && !isTaken(feature.type, shape)) {
    return [`has the shape ${told}`, 'give it one of the shapes that the interface describes'];
  }
  if (ELEMENTS[type.dtype].kind === 'float') return undefined;
  const { bits, kind } = ELEMENTS[type.dtype];
  const low = kind === 'int' ? -(2 ** (bits - 1)) : 0;
  const high = low + 2 ** bits - 1;
  const odd = Array.from(tensor.data, Number).find(
    (x) => !Number.isInteger(x) || x < low || x > high,
  );
  return odd === undefined ? undefined : [`holds ${odd}`, `its elements are of ${type.dtype}`];
}

function isTaken({ enumerated, ranges }: ArrayFeature, shape: readonly number[]): boolean {
  if (enumerated.length > 0) return enumerated.some((item) => String(item) === String(shape));
  return ranges.every(({ lower, upper = Infinity }, axis) => {
    const dim = shape[axis] ?? 0;
    return dim >= lower && dim <= upper;
  });
}

function converted(tensor: Tensor, dtype: ElementType): MilTensor {
  const data = allocate(dtype, tensor.data.length);
  data.set(toNumbers(tensor));
  return { dtype, shape: tensor.shape, data };
}

const IR_TYPES: Partial<Record<ElementType, DType>> = {
  bool: 'bool',
  fp16: 'f16',
  fp32: 'f32',
  int8: 'i8',
  int16: 'i16',
  int32: 'i32',
  uint8: 'u8',
  uint16: 'u16',
  uint32: 'u32',
};

/** In fp32 an output of fp16 keeps what fp32 computed. */
export function outputTensor({ dtype, shape, data }: MilTensor, precision: Precision): Tensor {
  const kind = precision === 'fp32' && dtype === 'fp16' ? 'f32' : IR_TYPES[dtype];
  if (kind === undefined) throw new Error(`no output of ${dtype}`);
  return tensorFrom(kind, shape, data);
}
