/** Tells files that are something else than ONNX by their first bytes, so that the message can say what they are. */

export interface OtherFile {
  readonly kind: string;
  readonly cure: string;
}

/** As many bytes as `sniff` looks at. */
export const SNIFFED_BYTES = 64;

const FETCH = 'fetch the model itself';
const UNPACK = 'unpack it and name the .onnx file inside';

const SIGNATURES: readonly (OtherFile & { readonly at: number; readonly bytes: string })[] = [
  {
    at: 0,
    bytes: 'version https://git-lfs',
    kind: 'a Git LFS pointer',
    cure: 'run "git lfs pull"',
  },
  { at: 0, bytes: '\x1f\x8b', kind: 'a gzip archive', cure: UNPACK },
  { at: 0, bytes: 'PK\x03\x04', kind: 'a zip archive (or a PyTorch checkpoint)', cure: UNPACK },
  { at: 0, bytes: '\x28\xb5\x2f\xfd', kind: 'a zstd archive', cure: UNPACK },
  { at: 0, bytes: '\xfd7zXZ', kind: 'an xz archive', cure: UNPACK },
  { at: 4, bytes: 'TFL3', kind: 'a TensorFlow Lite model', cure: 'export the network to ONNX' },
  {
    at: 4,
    bytes: 'ORTM',
    kind: 'a model in the format of ONNX Runtime (.ort)',
    cure: 'use the .onnx file that it was made from',
  },
  {
    at: 0,
    bytes: '\x80\x02',
    kind: 'a Python pickle',
    cure: 'export the network to ONNX; snapc never opens pickles',
  },
  {
    at: 0,
    bytes: '\x80\x04',
    kind: 'a Python pickle',
    cure: 'export the network to ONNX; snapc never opens pickles',
  },
  { at: 0, bytes: 'GGUF', kind: 'a GGUF file', cure: 'export the network to ONNX' },
  { at: 0, bytes: '\x89HDF', kind: 'an HDF5 file', cure: 'export the network to ONNX' },
  { at: 0, bytes: '\x93NUMPY', kind: 'a NumPy array', cure: FETCH },
  { at: 0, bytes: '<', kind: 'an HTML or XML page', cure: `the download went wrong: ${FETCH}` },
  { at: 0, bytes: '{', kind: 'a JSON file', cure: FETCH },
  {
    at: 0,
    bytes: 'ir_version',
    kind: 'an ONNX model in text form',
    cure: 'convert it to binary with the onnx package (onnx.load, onnx.save)',
  },
];

export function sniff(head: Uint8Array, size: number): OtherFile | undefined {
  const text = String.fromCharCode(...head.subarray(0, SNIFFED_BYTES));
  const known = SIGNATURES.find(({ at, bytes }) => text.startsWith(bytes, at));
  if (known !== undefined) return known;
  return isSafetensors(head, size)
    ? { kind: 'a safetensors file', cure: 'export the network to ONNX' }
    : undefined;
}

/** Eight bytes of length, then JSON. */
function isSafetensors(head: Uint8Array, size: number): boolean {
  if (head.length < 9 || head[8] !== 0x7b) return false;
  const length = new DataView(head.buffer, head.byteOffset).getBigUint64(0, true);
  return length > 1n && length <= BigInt(size - 8);
}
