/** Reads and writes numpy's .npz archives: how sample inputs and outputs come and go. */

import { strToU8, unzipSync, zipSync } from 'fflate';
import { DiagnosticError, collect, defineDiagnostic, printable } from '../ir/diagnostics.ts';
import type { Result } from '../ir/diagnostics.ts';
import { castTensor } from '../ir/tensor.ts';
import { decodeTensor, encodeTensor } from '../ir/tensor-bytes.ts';
import type { Tensor } from '../ir/tensor.ts';
import { DTYPES, byteSize, elementCount } from '../ir/types.ts';
import type { DType } from '../ir/types.ts';

const badArchive = defineDiagnostic('SNAPC5101', 'error', (file: string, reason: string) => ({
  message: `not an .npz archive: ${reason}`,
  hint: 'write it with numpy.savez(file, name=array, ...); the names are the ONNX input names',
  place: { file },
}));

const badArray = defineDiagnostic(
  'SNAPC5102',
  'error',
  (file: string, value: string, reason: string) => ({
    message: `array ${printable(value)}: ${reason}`,
    hint: 'numpy dtypes bool, int8 to int64, uint8 to uint64, float16, float32 and float64 can be read',
    place: { file, value },
  }),
);

/** Archives hold samples, not weights: larger ones are a mistake or an attack. */
const MAX_BYTES = 2 ** 31;

const FROM_NUMPY: Readonly<Record<string, DType>> = {
  b1: 'bool',
  i1: 'i8',
  i2: 'i16',
  i4: 'i32',
  i8: 'i64',
  u1: 'u8',
  u2: 'u16',
  u4: 'u32',
  u8: 'u64',
  f2: 'f16',
  f4: 'f32',
  f8: 'f64',
};

/** All arrays of an archive by name. Faults: SNAPC5101, SNAPC5102. */
export function readNpz(bytes: Uint8Array, file = 'inputs.npz'): Result<Map<string, Tensor>> {
  return collect(() => {
    const arrays = new Map<string, Tensor>();
    for (const [entry, content] of Object.entries(unzip(bytes, file))) {
      const name = entry.replace(/\.npy$/, '');
      arrays.set(name, readNpy(content, file, name));
    }
    return arrays;
  });
}

function unzip(bytes: Uint8Array, file: string): Record<string, Uint8Array> {
  let total = 0;
  try {
    return unzipSync(bytes, {
      filter: (entry) => {
        total += entry.originalSize;
        if (total > MAX_BYTES) throw new Error(`it would unpack to more than ${MAX_BYTES} bytes`);
        return entry.name.endsWith('.npy');
      },
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new DiagnosticError(badArchive(file, reason));
  }
}

/** One .npy file (NumPy format 1.0 to 3.0). */
export function readNpy(bytes: Uint8Array, file: string, name: string): Tensor {
  const refuse = (reason: string): never => {
    throw new DiagnosticError(badArray(file, name, reason));
  };
  const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
  if (!magic.every((byte, index) => bytes[index] === byte))
    refuse('it does not start as .npy does');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const wide = (bytes[6] ?? 0) >= 2;
  if (bytes.length < 12) refuse('it is cut off');
  const length = wide ? view.getUint32(8, true) : view.getUint16(8, true);
  const start = (wide ? 12 : 10) + length;
  if (start > bytes.length) refuse('its header is cut off');
  const header = new TextDecoder('latin1').decode(bytes.subarray(wide ? 12 : 10, start));
  const descr = /'descr':\s*'([<>|=])([a-z]\d+)'/.exec(header);
  const order = /'fortran_order':\s*(True|False)/.exec(header);
  const dims = /'shape':\s*\(([\d,\s]*)\)/.exec(header);
  const dtype = FROM_NUMPY[descr?.[2] ?? ''];
  if (descr === null || order === null || dims === null) return refuse('its header cannot be read');
  if (dtype === undefined) return refuse(`dtype ${descr[1]}${descr[2]} is not supported`);
  const shape = (dims[1] ?? '')
    .split(',')
    .filter((part) => part.trim() !== '')
    .map(Number);
  const size = byteSize({ dtype, shape });
  if (!shape.every(Number.isSafeInteger)) refuse('its shape cannot be read');
  if (!Number.isSafeInteger(size) || bytes.length - start !== size) {
    refuse(`${bytes.length - start} bytes of data for ${size}`);
  }
  const data = bytes.slice(start);
  if (descr[1] === '>') swapBytes(data, DTYPES[dtype].bits / 8);
  if (order[1] === 'False') return decodeTensor(data, dtype, shape);
  return fromColumnMajor(decodeTensor(data, dtype, [...shape].reverse()), shape);
}

function swapBytes(data: Uint8Array, width: number): void {
  for (let at = 0; at < data.length; at += width) data.subarray(at, at + width).reverse();
}

/** Fortran order is the row-major order of the reversed shape. */
function fromColumnMajor(value: Tensor, shape: readonly number[]): Tensor {
  const copy = decodeTensor(encodeTensor(value), value.dtype, shape);
  const steps: number[] = [];
  let step = 1;
  for (const size of shape) {
    steps.push(step);
    step *= size;
  }
  for (let index = 0; index < elementCount(shape); index++) {
    let rest = index;
    let from = 0;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const size = shape[axis] ?? 1;
      from += (rest % size) * (steps[axis] ?? 0);
      rest = Math.floor(rest / size);
    }
    const element = value.data[from];
    if (element !== undefined) copy.data[index] = element;
  }
  return copy;
}

/** numpy knows neither bf16 nor 4-bit integers: they are widened without loss. */
const WIDENED: Partial<Record<DType, DType>> = { bf16: 'f32', i4: 'i8', u4: 'u8' };

/** An uncompressed archive with equal bytes for equal arrays. */
export function writeNpz(arrays: Iterable<readonly [string, Tensor]>): Uint8Array {
  const files: Record<string, Uint8Array> = {};
  for (const [name, value] of arrays) files[`${name}.npy`] = writeNpy(value);
  return zipSync(files, { level: 0, mtime: new Date(1980, 0, 1) });
}

export function writeNpy(value: Tensor): Uint8Array {
  const stored = castTensor(value, WIDENED[value.dtype] ?? value.dtype);
  const code = Object.entries(FROM_NUMPY).find(([, dtype]) => dtype === stored.dtype)?.[0] ?? '';
  const order = code.endsWith('1') ? '|' : '<';
  const shape = stored.shape.length === 1 ? `${stored.shape[0]},` : stored.shape.join(', ');
  const dict = `{'descr': '${order}${code}', 'fortran_order': False, 'shape': (${shape}), }`;
  const padded = dict.padEnd(Math.ceil((dict.length + 11) / 64) * 64 - 11) + '\n';
  const data = encodeTensor(stored);
  const bytes = new Uint8Array(10 + padded.length + data.length);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, padded.length & 255, padded.length >> 8]);
  bytes.set(strToU8(padded, true), 10);
  bytes.set(data, 10 + padded.length);
  return bytes;
}
