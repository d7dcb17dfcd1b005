/** Runs passes in order, checking what they require and ensure, and on demand the graph after each. */

import { cloneGraph } from '../ir/clone.ts';
import type { Diagnostic, Result } from '../ir/diagnostics.ts';
import { DiagnosticError, failure, hasErrors, success } from '../ir/diagnostics.ts';
import type { Graph } from '../ir/graph.ts';
import { kindOf, reasonOf } from '../ir/thrown.ts';
import type { Invariant } from './invariants.ts';
import { faultOfOwnOp } from './own-op-fault.ts';
import { PassGuard, checkReported, fillOptions, verifyAfter } from './pass-guard.ts';
import type { Pass, PassContext, PassStep } from './pass.ts';
import {
  changedNumbers,
  passThrew,
  passTooLong,
  returnedSomething,
  unmetRequirement,
} from './pipeline-diagnostics.ts';
import { compareGraphs } from './validate.ts';

export interface PipelineOptions {
  /** Run the verifier and the ensured invariants after every pass, not only at the end. */
  readonly verifyEach?: boolean;
  /** Evaluate the graph before and after every pass on seeded inputs and compare. */
  readonly validateEach?: boolean;
  readonly signal?: AbortSignal;
  /** Seconds that one pass of the user may take; 300 when absent. */
  readonly timeLimit?: number;
  /** Is told before code of the user runs; what it returns is called afterwards. */
  readonly watch?: Watch;
  readonly onPass?: (done: PassReport) => void;
  /** How far a pass with long work is. */
  readonly onWork?: (progress: WorkProgress) => void;
  /** With `validateEach`: how many nodes of the graphs before and after the pass are evaluated. */
  readonly onValidate?: (progress: ValidateProgress) => void;
}

/** For a watcher outside, since nothing inside can stop code that does not end. */
export type Watch = (what: string) => () => void;

export interface WorkProgress {
  readonly pass: string;
  readonly what: string;
  readonly done: number;
  readonly total?: number;
}

export interface ValidateProgress {
  readonly pass: string;
  readonly done: number;
  readonly total: number;
}

export interface PassReport {
  readonly name: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly nodesBefore: number;
  readonly nodesAfter: number;
  readonly milliseconds: number;
}

/** A list that cannot work is refused before anything runs; `given` are the facts that hold at the start. */
export function checkOrder(
  steps: readonly PassStep[],
  given: readonly Invariant[] = [],
): Diagnostic[] {
  const found: Diagnostic[] = [];
  const holds = new Set(given.map((invariant) => invariant.name));
  const broken = new Map<string, string>();
  for (const { pass } of steps) {
    for (const invariant of pass.requires) {
      if (!holds.has(invariant.name)) {
        found.push(unmetRequirement(pass.name, invariant, broken.get(invariant.name)));
      }
    }
    for (const { name } of pass.breaks) {
      holds.delete(name);
      broken.set(name, pass.name);
    }
    for (const { name } of pass.ensures) holds.add(name);
  }
  return found;
}

/**
 * Runs the steps on the graph in place. The verifier always runs at the end. A pass that throws, breaks
 * the graph, or reports an error ends the run with its name; the graph must then be thrown away.
 */
export async function runPipeline(
  graph: Graph,
  steps: readonly PassStep[],
  given: readonly Invariant[] = [],
  options: PipelineOptions = {},
): Promise<Result<Graph>> {
  const diagnostics: Diagnostic[] = checkOrder(steps, given);
  const filled = steps.map((step) => fillOptions(step, diagnostics));
  const failed = (): boolean => hasErrors(diagnostics);
  for (const [index, step] of steps.entries()) {
    if (failed()) break;
    options.signal?.throwIfAborted();
    const before = options.validateEach === true ? cloneGraph(graph) : undefined;
    const guard = step.own === true ? new PassGuard(graph) : undefined;
    await runStep(graph, step, filled[index] ?? {}, options, diagnostics);
    const last = index === steps.length - 1;
    if (!failed() && (options.verifyEach === true || last || guard !== undefined)) {
      diagnostics.push(...verifyAfter(graph, step.pass));
    }
    if (!failed() && guard !== undefined) diagnostics.push(...guard.findings(graph, step.pass));
    if (!failed() && before !== undefined) {
      await validate(before, graph, step.pass, options, diagnostics);
    }
  }
  return failed() ? failure(diagnostics) : success(graph, diagnostics);
}

async function runStep(
  graph: Graph,
  { pass, own }: PassStep,
  chosen: Readonly<Record<string, unknown>>,
  options: PipelineOptions,
  diagnostics: Diagnostic[],
): Promise<void> {
  const nodesBefore = graph.size;
  const start = performance.now();
  let running = true;
  const report = (diagnostic: Diagnostic): void => {
    if (running) diagnostics.push(checkReported(pass.name, diagnostic));
  };
  const leave = own === true ? options.watch?.(`pass ${pass.name}`) : undefined;
  try {
    const { signal, onWork } = options;
    const progress: PassContext['progress'] = (what, done, total) =>
      onWork?.({ pass: pass.name, what, done, ...(total === undefined ? {} : { total }) });
    const run = async (): Promise<unknown> => pass.run(graph, chosen, { report, signal, progress });
    const returned =
      own === true ? await within(run, options.timeLimit ?? TIME_LIMIT, signal) : await run();
    if (returned === TOO_LONG) {
      diagnostics.push(passTooLong(pass.name, options.timeLimit ?? TIME_LIMIT));
    } else if (returned !== undefined) {
      diagnostics.push(returnedSomething(pass.name, kindOf(returned)));
    }
  } catch (error) {
    options.signal?.throwIfAborted();
    const told = own !== true && error instanceof DiagnosticError;
    const fault = faultOfOwnOp(error) ?? passThrew(pass.name, reasonOf(error));
    diagnostics.push(...(told ? error.diagnostics : [fault]));
  } finally {
    running = false;
    leave?.();
  }
  options.onPass?.({
    name: pass.name,
    options: chosen,
    nodesBefore,
    nodesAfter: graph.size,
    milliseconds: performance.now() - start,
  });
}

/** Seconds that one pass of the user may take. */
export const TIME_LIMIT = 300;
const TOO_LONG = Symbol('too long');

/** Waits no longer than that, or until the signal is given, for what may never come. */
async function within(
  work: () => Promise<unknown>,
  seconds: number,
  signal: AbortSignal | undefined,
): Promise<unknown> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let aborted: (() => void) | undefined;
  const limit = new Promise((resolve, reject) => {
    timer = setTimeout(() => resolve(TOO_LONG), seconds * 1000);
    aborted = () => reject(new Error('aborted'));
    signal?.addEventListener('abort', aborted, { once: true });
  });
  try {
    return await Promise.race([work(), limit]);
  } finally {
    clearTimeout(timer);
    if (aborted !== undefined) signal?.removeEventListener('abort', aborted);
  }
}

async function validate(
  before: Graph,
  after: Graph,
  { name, tolerance }: Pass,
  { signal, onValidate }: PipelineOptions,
  diagnostics: Diagnostic[],
): Promise<void> {
  const total = before.size + after.size;
  let done = 0;
  const onNode = (): void => onValidate?.({ pass: name, done: ++done, total });
  try {
    for (const { output, error } of await compareGraphs(before, after, { signal, onNode })) {
      if (error > tolerance || Number.isNaN(error)) {
        diagnostics.push(changedNumbers(name, output, error, tolerance));
      }
    }
  } catch (error) {
    const fault = faultOfOwnOp(error);
    if (fault === undefined) throw error;
    diagnostics.push(fault);
  }
}
