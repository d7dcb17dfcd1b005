/** The file of weights: its records are checked when it is opened, their data is read by ranges. */

import type { ByteStore } from '../../../ir/constant.ts';
import { failure, success } from '../../../ir/diagnostics.ts';
import type { Diagnostic, Result } from '../../../ir/diagnostics.ts';
import { badWeights } from './diagnostics.ts';
import { ELEMENTS, elementByBlob } from './elements.ts';
import type { ElementType } from './elements.ts';

export interface Blob {
  readonly dtype: ElementType;
  /** Of the data. */
  readonly offset: number;
  readonly bytes: number;
  /** Elements, where bits are left over in the last byte too. */
  readonly count: number;
}

export interface WeightFile {
  readonly store: ByteStore;
  /** By the offset of the metadata, by which programs name them. */
  readonly blobs: ReadonlyMap<number, Blob>;
}

const HEADER = 64;
const RECORD = 64;
const ALIGNMENT = 64;
const SENTINEL = 0xdeadbeef;
const VERSION = 2;
const MOST_BLOBS = 1_000_000;

export async function openWeights(
  store: ByteStore,
  file: string,
  signal?: AbortSignal,
): Promise<Result<WeightFile>> {
  const fault = (offset: number, what: string): Diagnostic => badWeights(file, offset, what);
  const { size } = store;
  if (size < HEADER) return failure([fault(0, `it has ${size} bytes, too few for its header`)]);
  const header = view(await store.read(0, HEADER));
  const count = header.getUint32(0, true);
  const version = header.getUint32(4, true);
  const found: Diagnostic[] = [];
  if (version !== VERSION) return failure([fault(4, `it has version ${version}, not ${VERSION}`)]);
  if (!isZero(header, 8, HEADER)) found.push(fault(8, 'reserved bytes of its header are not zero'));
  if (count > MOST_BLOBS || count * RECORD > size - HEADER) {
    return failure([...found, fault(0, `it says that it has ${count} blobs, more than it holds`)]);
  }
  const blobs = new Map<number, Blob>();
  let end = HEADER;
  for (let index = 0; index < count; index++) {
    signal?.throwIfAborted();
    const offset = Math.ceil(end / ALIGNMENT) * ALIGNMENT;
    if (offset + RECORD > size) {
      return failure([...found, fault(end, `it ends before blob ${index + 1} of ${count}`)]);
    }
    const bytes = view(await store.read(end, offset + RECORD - end));
    const gap = offset - end;
    if (!isZero(bytes, 0, gap)) found.push(fault(end, `the gap before blob ${index} is not zero`));
    const record = readRecord(new DataView(bytes.buffer, bytes.byteOffset + gap), offset, size);
    if (typeof record === 'string') {
      return failure([...found, fault(offset, `blob ${index}: ${record}`)]);
    }
    const { fault: odd, blob } = record;
    if (odd !== undefined) found.push(fault(offset, `blob ${index}: ${odd}`));
    if (blob !== undefined) blobs.set(offset, blob);
    end = record.end;
  }
  if (end !== size) found.push(fault(end, `${size - end} bytes follow the last blob`));
  return found.length > 0 ? failure(found) : success({ store, blobs });
}

interface ScannedRecord {
  readonly blob?: Blob;
  /** What is wrong, where the next record can be found all the same. */
  readonly fault?: string;
  readonly end: number;
}

/** Words for a fault that leaves no way to the next record. */
function readRecord(record: DataView, offset: number, size: number): ScannedRecord | string {
  const sentinel = record.getUint32(0, true);
  if (sentinel !== SENTINEL) {
    return `its metadata begins with 0x${sentinel.toString(16)}, not 0x${SENTINEL.toString(16)}`;
  }
  const code = record.getUint32(4, true);
  const bytes = Number(record.getBigUint64(8, true));
  const data = Number(record.getBigUint64(16, true));
  const padding = Number(record.getBigUint64(24, true));
  if (data !== offset + RECORD) return `its data is at ${data}, not right behind its metadata`;
  if (!(bytes <= size - data)) return `its ${bytes} bytes end beyond the file's ${size}`;
  const end = data + bytes;
  const dtype = elementByBlob(code);
  if (dtype === undefined) return { end, fault: `element type ${code} is not known` };
  const { bits } = ELEMENTS[dtype];
  const usable = bytes * 8 - padding;
  if (padding > 7 || (bits >= 8 && padding !== 0) || usable < 0 || usable % bits !== 0) {
    return { end, fault: `${bytes} bytes without ${padding} bits are no whole ${dtype} elements` };
  }
  if (!isZero(record, 32, RECORD)) {
    return { end, fault: 'reserved bytes of its metadata are not zero' };
  }
  return { end, blob: { dtype, offset: data, bytes, count: usable / bits } };
}

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function isZero(bytes: DataView, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (bytes.getUint8(at) !== 0) return false;
  return true;
}
