/** What a worker thread does: computes one constant and answers with its bytes. */

import { fstatSync, readSync } from 'node:fs';
import { move } from 'piscina';
import type { ByteStore } from '../../ir/constant.ts';
import { DiagnosticError } from '../../ir/diagnostics.ts';
import type { Diagnostic } from '../../ir/diagnostics.ts';
import { encodeConstant } from '../../ir/encode-constant.ts';
import type { Encoding } from '../../ir/encode-constant.ts';
import { fileChanged } from './diagnostics.ts';
import { readFault, uninitialized } from './node-file.ts';
import type { SharedFile } from './node-file.ts';
import { fromPlain } from './plain-constant.ts';
import type { PlainConstant } from './plain-constant.ts';

export interface EncodeTask {
  readonly constant: PlainConstant<SharedFile>;
  readonly encoding: Encoding;
}

/** The bytes, or the user's faults that stand against them. */
export type EncodeAnswer = Uint8Array<ArrayBuffer> | readonly Diagnostic[];

export default async function encodeTask({ constant, encoding }: EncodeTask): Promise<unknown> {
  try {
    return move(await encodeConstant(fromPlain(constant, openShared), encoding));
  } catch (error) {
    if (error instanceof DiagnosticError) return error.diagnostics;
    throw error;
  }
}

/** Threads of a process share its open files. */
function openShared({ descriptor, name, size, modified }: SharedFile): ByteStore {
  return {
    name,
    size,
    read: async (offset, length) => {
      const bytes = uninitialized(length);
      try {
        let done = 0;
        while (done < length) {
          const got = readSync(descriptor, bytes, done, length - done, offset + done);
          if (got === 0) break;
          done += got;
        }
        const now = fstatSync(descriptor, { bigint: true });
        if (now.mtimeNs !== modified || Number(now.size) !== size) {
          throw new DiagnosticError(fileChanged(name));
        }
        return done === length ? bytes : bytes.subarray(0, done);
      } catch (error) {
        if (error instanceof DiagnosticError) throw error;
        throw new DiagnosticError(readFault(name, error));
      }
    },
  };
}
