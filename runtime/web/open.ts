/** Opens weight files wherever they are: over http, in the file system, behind a function. */

import { readHttp } from './http.ts';
import type { ProgramShard } from './program.ts';
import { StreamReader, functionReader } from './reader.ts';
import type { ShardReader, WeightReader } from './reader.ts';

/** A folder's address, or a function that reads. */
export type WeightSource = string | URL | WeightReader;

export interface Origin {
  readonly source: WeightSource;
  readonly signal: AbortSignal | undefined;
}

/** A file that is small beside the weights. */
export async function readWhole(
  file: ProgramShard,
  from: Origin,
): Promise<Uint8Array<ArrayBuffer>> {
  const whole = new Uint8Array(file.bytes);
  const reader = await openShard(file, from);
  try {
    await reader.read(0, whole);
    await reader.end();
  } finally {
    reader.close();
  }
  return whole;
}

export async function openShard(
  shard: ProgramShard,
  { source, signal }: Origin,
): Promise<ShardReader> {
  if (typeof source === 'function') return functionReader(source, shard, signal);
  const url = fileUrl(source, shard.file);
  if (url.protocol !== 'file:') {
    return new StreamReader(shard, (start) => readHttp(url, shard, start, signal));
  }
  // Pages never load it.
  const { readFile } = await import('./files.ts');
  return new StreamReader(shard, (start) => readFile(url, start));
}

/** The query of the folder's address, such as a signature, goes with every file. */
export function fileUrl(folder: string | URL, file: string): URL {
  const url = new URL(folder, baseAddress());
  url.pathname += (url.pathname.endsWith('/') ? '' : '/') + file;
  return url;
}

/** What a relative folder is relative to: the page, or the working folder in Node. */
function baseAddress(): string {
  if (typeof location === 'object') return location.href;
  const { process } = globalThis as { readonly process?: { readonly cwd: () => string } };
  return `file://${process?.cwd() ?? ''}/`;
}
