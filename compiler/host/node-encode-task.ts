/** What a worker thread does: computes one constant and answers with its bytes, or with counts and sums over them. */

import { fstatSync, readSync } from 'node:fs';
import { move } from 'piscina';
import type { ByteStore } from '../../ir/constant.ts';
import { DiagnosticError } from '../../ir/diagnostics.ts';
import type { Diagnostic } from '../../ir/diagnostics.ts';
import { encodeConstant } from '../../ir/encode-constant.ts';
import type { Encoding } from '../../ir/encode-constant.ts';
import { giveBack } from '../../ir/scratch.ts';
import { measureWeight } from '../guard/measure-weight.ts';
import { fileChanged } from './diagnostics.ts';
import { readFault, uninitialized } from './node-file.ts';
import type { SharedFile } from './node-file.ts';
import { fromPlain } from './plain-constant.ts';
import type { PlainConstant } from './plain-constant.ts';

export interface EncodeTask {
  readonly constant: PlainConstant<SharedFile>;
  readonly encoding: Encoding;
  /** For the result, as long as that is. */
  readonly memory: Uint8Array<SharedArrayBuffer> | undefined;
}

export interface MeasureTask {
  readonly constant: PlainConstant<SharedFile>;
  readonly axis: number | undefined;
}

/** The user's, that stand against a task. */
export interface TaskFaults {
  readonly faults: readonly Diagnostic[];
}

/** Bytes; nothing where they lie in the task's memory. */
export type EncodeAnswer = Uint8Array | undefined;

export default async function runTask(task: EncodeTask | MeasureTask): Promise<unknown> {
  try {
    const constant = fromPlain(task.constant, openShared);
    if ('axis' in task) return await measureWeight(constant, task.axis);
    const bytes = await encodeConstant(constant, task.encoding);
    if (task.memory === undefined) return move(bytes);
    task.memory.set(bytes);
    giveBack(bytes);
    return undefined;
  } catch (error) {
    if (error instanceof DiagnosticError) return { faults: error.diagnostics };
    throw error;
  }
}

/** Threads of a process share its open files. */
function openShared({ descriptor, name, size, modified }: SharedFile): ByteStore {
  return {
    name,
    size,
    read: async (offset, length, memory) => {
      const bytes = memory ?? uninitialized(length);
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
