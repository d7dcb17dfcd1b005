/** The types of swift.mjs. */

import type { ChildProcessByStdio } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';

export declare function prepareSwift(): string;

export declare function runSwift(
  work: string,
  command: readonly string[],
): { readonly status: number | null; readonly output: string };

export declare function startSwift(
  work: string,
  command: readonly string[],
): ChildProcessByStdio<Writable, Readable, null>;
