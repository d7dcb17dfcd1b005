/** NumPy's files of one array, for tests of tools that read and write them. */

export function npy(
  form: '<f4' | '<i8',
  shape: readonly number[],
  values: readonly number[],
): Uint8Array {
  const sizes = shape.map((size) => `${size}, `).join('');
  const text = `{'descr': '${form}', 'fortran_order': False, 'shape': (${sizes}), }`;
  const padded = `${text.padEnd(64 * Math.ceil((text.length + 11) / 64) - 11)}\n`;
  const header = new Uint8Array(10);
  header.set([0x93, ...new TextEncoder().encode('NUMPY'), 1, 0]);
  new DataView(header.buffer).setUint16(8, padded.length, true);
  const data = form === '<f4' ? Float32Array.from(values) : BigInt64Array.from(values.map(BigInt));
  return Buffer.concat([header, Buffer.from(padded), new Uint8Array(data.buffer)]);
}

/** The floats of a file of version 1. */
export function npyData(file: Uint8Array): number[] {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const start = 10 + view.getUint16(8, true);
  return Array.from({ length: (file.length - start) / 4 }, (_, index) =>
    view.getFloat32(start + 4 * index, true),
  );
}
