/** What a page offers to the process that drives it, and how tensors travel between them. */

import type { Part } from '../protocol.ts';

/** The elements as base64 of their little-endian bytes. */
export interface PageTensor {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly base64: string;
}

export interface PageSpec {
  /** The address of the model's folder or file; from the root of the server. */
  readonly address: string;
  readonly inputs: readonly PageTensor[];
}

/** A page's module exports these. */
export interface PageModule {
  readonly load: (spec: PageSpec) => Promise<{ readonly adapter: string; readonly parts: Part[] }>;
  /** One run, timed in the page from inputs in memory to outputs in memory. */
  readonly run: () => Promise<{ readonly wallMs: number; readonly outputs: PageTensor[] }>;
  /** Milliseconds of `runs` runs in a row. */
  readonly measure: (runs: number) => Promise<number>;
}

const ARRAYS = {
  f32: Float32Array,
  i32: Int32Array,
  i64: BigInt64Array,
} as const;
export type PageArray = InstanceType<(typeof ARRAYS)[keyof typeof ARRAYS]>;

export function arrayOf({ name, dtype, base64 }: PageTensor): PageArray {
  if (!(dtype in ARRAYS)) throw new Error(`${name}: a page takes no ${dtype}`);
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  return new ARRAYS[dtype as keyof typeof ARRAYS](bytes.buffer);
}

export function toBase64({ buffer, byteOffset, byteLength }: ArrayBufferView): string {
  const bytes = new Uint8Array(buffer, byteOffset, byteLength);
  let text = '';
  // A call takes only so many arguments.
  for (let at = 0; at < bytes.length; at += 8192) {
    text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  }
  return btoa(text);
}

/** Milliseconds of `runs` runs in a row. */
export async function elapsed(runs: number, work: () => Promise<unknown>): Promise<number> {
  const before = performance.now();
  for (let run = 0; run < runs; run++) await work();
  return performance.now() - before;
}

/** The adapter's name, as far as the browser tells it. */
export function adapterName({ vendor, architecture, description }: GPUAdapterInfo): string {
  return [vendor, architecture, description].filter((part) => part !== '').join(' ');
}
