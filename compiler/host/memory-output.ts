/** An output folder in memory: for a browser, where the caller decides what becomes of the files. */

import { DiagnosticError, success } from '../../ir/diagnostics.ts';
import { FileDigests } from '../file-digests.ts';
import { Sha256 } from '../sha256.ts';
import { outputPathRefused } from './diagnostics.ts';
import { checkRelativePath } from './location.ts';
import { MANIFEST } from './output.ts';
import type { OutputStage } from './output.ts';

export interface MemoryOutput extends OutputStage {
  /** By path, in the order of writing; empty until the commit. */
  readonly files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
}

export function memoryOutput(): MemoryOutput {
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  const staged = new Map<string, Uint8Array<ArrayBuffer>>();
  const taken = new Set<string>();
  let last = '';
  return {
    files,
    file: (path, sliceBytes) => {
      const { segments, fault } = checkRelativePath(path);
      if (segments === undefined) throw new DiagnosticError(outputPathRefused(path, fault));
      const name = segments.join('/');
      if (taken.has(name))
        throw new DiagnosticError(outputPathRefused(path, 'it is written twice'));
      taken.add(name);
      const chunks: Uint8Array[] = [];
      const digests = new FileDigests(() => new Sha256(), sliceBytes);
      return {
        write: async (chunk) => {
          chunks.push(chunk.slice());
          digests.update(chunk);
        },
        close: async () => {
          staged.set(name, joined(chunks, digests.bytes));
          last = name;
          return digests.end();
        },
      };
    },
    commit: async () => {
      if (last !== MANIFEST) throw new Error(`commit without ${MANIFEST} as the last file`);
      for (const [path, content] of staged) files.set(path, content);
      return success(undefined);
    },
    abort: async () => staged.clear(),
  };
}

function joined(chunks: readonly Uint8Array[], bytes: number): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(bytes);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
