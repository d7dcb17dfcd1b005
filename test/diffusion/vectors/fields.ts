/** How the fields of vectors are written. */

const view = new DataView(new ArrayBuffer(8));

/** The lines of a file. */
export type Lines = readonly string[];

export function line(...fields: readonly (string | number)[]): string {
  return fields.join(' ');
}

/** The bits of a number in single precision. */
export function single(number: number): string {
  view.setFloat32(0, number);
  return view.getUint32(0).toString(16).padStart(8, '0');
}

export function singles(numbers: Iterable<number>): readonly string[] {
  return Array.from(numbers, single);
}

/** The bits of a number in double precision. */
export function double(number: number): string {
  view.setFloat64(0, number);
  return view.getBigUint64(0).toString(16).padStart(16, '0');
}

export function bytesText(bytes: Iterable<number>): readonly string[] {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0'));
}

/** The UTF-16 units of a text. */
export function units(text: string): string {
  if (text === '') return '-';
  return Array.from({ length: text.length }, (_, at) =>
    text.charCodeAt(at).toString(16).padStart(4, '0'),
  ).join('');
}

/** An oracle's word: the vectors are only written where it holds. */
export function demand(holds: boolean, what: string): void {
  if (!holds) throw new Error(`vectors: ${what}`);
}

/** The same numbers in every run, from 0 to 1: a linear congruence (Knuth's MMIX has its factors). */
export function fractions(seed: number): () => number {
  let state = BigInt(seed);
  return () => {
    state = (state * 6364136223846793005n + 1442695040888963407n) & 0xffffffffffffffffn;
    return Number(state >> 40n) / 2 ** 24;
  };
}
