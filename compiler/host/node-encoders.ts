/** Computes and measures weights on other threads, beside the one that hashes and writes them. */

import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Piscina } from 'piscina';
import { sourceBytes } from '../../ir/constant.ts';
import type { Constant } from '../../ir/constant.ts';
import { DiagnosticError } from '../../ir/diagnostics.ts';
import { encodeConstant, encodedBytes } from '../../ir/encode-constant.ts';
import type { EncodeConstant, Encoding } from '../../ir/encode-constant.ts';
import { elementCount } from '../../ir/types.ts';
import { measureWeight } from '../guard/measure-weight.ts';
import type { MeasureWeight } from '../guard/measure-weight.ts';
import type { WeightStatistics } from '../guard/tally.ts';
import type { EncodeAnswer, EncodeTask, MeasureTask, TaskFaults } from './node-encode-task.ts';
import { sharedFile } from './node-file.ts';
import type { SharedFile } from './node-file.ts';
import { toPlain } from './plain-constant.ts';
import type { PlainConstant } from './plain-constant.ts';
import { ResultMemory } from './result-memory.ts';

export interface Encoders {
  readonly encode: EncodeConstant;
  /** For `new WeightMeasures(measure)`, which the guard of fp16 asks. */
  readonly measure: MeasureWeight;
  /** How many threads there are now. */
  readonly threads: () => number;
  /** Ends the threads. */
  readonly close: () => Promise<void>;
}

export interface EncoderOptions {
  /** Smaller constants are computed at once, on the caller's thread. */
  readonly smallest?: number;
  /** The task's file, `node-encode-task.js`, where it is not beside this one, as in a bundle. */
  readonly task?: URL;
}

/** Each holds a large weight two or three times over. */
const MOST_THREADS = 3;
const SMALLEST = 1 << 20;
/** Milliseconds that a thread waits for more, as while a shard is closed. */
const IDLE = 10_000;
/** A thread's objects take a tenth of it. */
const HEAP_MEGABYTES = 96;

/** In a checkout the compiler runs from its TypeScript sources, which a thread cannot load by itself. */
const FROM_SOURCES = import.meta.url.endsWith('.ts');
const TASK = new URL(`./node-encode-task.${FROM_SOURCES ? 'ts' : 'js'}`, import.meta.url);

type Task = EncodeTask | MeasureTask;
type Answer = EncodeAnswer | WeightStatistics;
type Pool = Piscina<Task, Answer | TaskFaults>;

/** Threads start with the first large constant. */
export function openEncoders({ smallest = SMALLEST, task = TASK }: EncoderOptions = {}): Encoders {
  let pool: Pool | undefined;
  let broken = false;
  const stop = (): void => {
    broken = true;
    void pool?.destroy();
  };
  const plainOf = (constant: Constant): PlainConstant<SharedFile> | undefined =>
    broken || sourceBytes(constant) < smallest ? undefined : toPlain(constant, sharedFile);
  /** Undefined where no thread could do it: it is done here then. */
  const run = async (
    todo: Task,
    signal: AbortSignal | undefined,
  ): Promise<{ readonly answer: Answer } | undefined> => {
    pool ??= openPool(task, signal, stop);
    let answer: Answer | TaskFaults;
    try {
      answer = await pool.run(todo);
    } catch {
      signal?.throwIfAborted();
      // A bundle without the task's file has no threads; and what is a fault of ours is told from here.
      broken = true;
      return undefined;
    }
    if (answer !== undefined && 'faults' in answer) throw new DiagnosticError(...answer.faults);
    return { answer };
  };
  const results = new ResultMemory();
  const encode = async (
    constant: Constant,
    encoding: Encoding,
    signal?: AbortSignal,
  ): Promise<Uint8Array> => {
    const plain = plainOf(constant);
    if (plain === undefined) return encodeConstant(constant, encoding);
    const memory = results.take(
      Math.ceil(elementCount(constant.type.shape) * encodedBytes(encoding)),
    );
    const done = await run({ constant: plain, encoding, memory }, signal);
    if (done === undefined) return encodeConstant(constant, encoding);
    if (done.answer instanceof Uint8Array) return done.answer;
    if (memory === undefined) throw new Error('a thread gave nothing');
    return memory;
  };
  const measure: MeasureWeight = async (constant, axis, signal) => {
    const plain = plainOf(constant);
    const done = plain && (await run({ constant: plain, axis }, signal));
    const found = done?.answer;
    if (found instanceof Uint8Array) throw new Error('a thread encoded instead');
    return found ?? measureWeight(constant, axis);
  };
  return {
    encode: Object.assign(encode, {
      recycle: (bytes: Uint8Array) => results.give(bytes),
    }),
    measure,
    threads: () => pool?.threads.length ?? 0,
    close: async () => pool?.destroy(),
  };
}

function openPool(task: URL, signal: AbortSignal | undefined, failed: () => void): Pool {
  const pool: Pool = new Piscina({
    filename: fileURLToPath(task),
    minThreads: 0,
    maxThreads: Math.max(1, Math.min(MOST_THREADS, availableParallelism() - 1)),
    idleTimeout: IDLE,
    // The second one waits there already when the first is done: the thread that sends them also hashes.
    concurrentTasksPerWorker: 2,
    // Arrays lie outside the heap; V8 collects them at once when they grow by more than half of its limit.
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MEGABYTES },
    // Without it a thread that waits keeps the process from ending.
    atomics: 'disabled',
    ...(FROM_SOURCES ? { execArgv: ['--import', typescriptLoader()] } : {}),
  });
  // A thread that cannot start: what waits for it is computed on this one.
  pool.on('error', failed);
  signal?.addEventListener('abort', () => void pool.destroy(), { once: true });
  return pool;
}

function typescriptLoader(): string {
  return pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
}
