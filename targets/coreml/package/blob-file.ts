/** Writes weight.bin: a header, then each blob's metadata and data, with zeros up to the next multiple of 64. */

import type { OutputFile } from '../../../compiler/output.ts';
import type { EncodeConstant } from '../../../ir/encode-constant.ts';
import { encodeAhead } from '../../encode-ahead.ts';
import {
  BITS,
  BLOB_ALIGNMENT,
  BLOB_DATA_TYPES,
  BLOB_SENTINEL,
  BLOB_STORAGE_VERSION,
} from '../schema/numbers.ts';
import { dataOffset } from './blobs.ts';
import type { Blob, BlobPlan } from './blobs.ts';
import { countOf, encodingOf, immediateBytes, isStored, packWeight } from './literal.ts';

export interface BlobWriting {
  readonly encode: EncodeConstant;
  readonly signal: AbortSignal | undefined;
  readonly progress: (done: number, total: number) => void;
}

/** One blob is written while the next ones are computed. */
export async function writeBlobs(
  { blobs, fileBytes }: BlobPlan,
  file: Pick<OutputFile, 'write'>,
  { encode, signal, progress }: BlobWriting,
): Promise<void> {
  await file.write(fileHeader(blobs.length));
  const weights = blobs.flatMap(({ literal }) =>
    literal.kind === 'weight'
      ? [{ constant: literal.constant, encoding: encodingOf(literal) }]
      : [],
  );
  const encoded = encodeAhead(weights, encode, signal);
  let end = BLOB_ALIGNMENT;
  let writing: Promise<unknown> = Promise.resolve();
  for (const blob of blobs) {
    signal?.throwIfAborted();
    const data = await dataOf(blob, encoded);
    if (data.length !== blob.bytes) throw new Error(`${data.length} bytes for ${blob.bytes}`);
    await writing;
    const gap = new Uint8Array(blob.offset - end);
    writing = writeAll(file, [gap, blobMetadata(blob), data]);
    // Heard by the next round.
    writing.catch(() => undefined);
    end = dataOffset(blob) + blob.bytes;
    progress(end, fileBytes);
  }
  await writing;
}

async function dataOf(
  { literal }: Blob,
  encoded: AsyncGenerator<Uint8Array, undefined>,
): Promise<Uint8Array> {
  if (literal.kind === 'immediate') return immediateBytes(literal.type.dtype, literal.values);
  const { value } = await encoded.next();
  if (value === undefined) throw new Error('a weight was not encoded');
  return packWeight(literal, value);
}

async function writeAll(
  file: Pick<OutputFile, 'write'>,
  chunks: readonly Uint8Array[],
): Promise<void> {
  for (const chunk of chunks) if (chunk.length > 0) await file.write(chunk);
}

function fileHeader(count: number): Uint8Array {
  const header = new DataView(new ArrayBuffer(BLOB_ALIGNMENT));
  header.setUint32(0, count, true);
  header.setUint32(4, BLOB_STORAGE_VERSION, true);
  return new Uint8Array(header.buffer);
}

function blobMetadata(blob: Blob): Uint8Array {
  const { literal, bytes } = blob;
  const { dtype } = literal.type;
  if (!isStored(dtype)) throw new Error(`${dtype} is not for weight.bin`);
  const metadata = new DataView(new ArrayBuffer(BLOB_ALIGNMENT));
  metadata.setUint32(0, BLOB_SENTINEL, true);
  metadata.setUint32(4, BLOB_DATA_TYPES[dtype], true);
  metadata.setBigUint64(8, BigInt(bytes), true);
  metadata.setBigUint64(16, BigInt(dataOffset(blob)), true);
  metadata.setBigUint64(24, BigInt(8 * bytes - countOf(literal.type) * BITS[dtype]), true);
  return new Uint8Array(metadata.buffer);
}
