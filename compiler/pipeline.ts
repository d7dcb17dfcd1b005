/** Runs passes in order, checking what they require and ensure, and on demand the graph after each. */

import { cloneGraph } from '../ir/clone.ts';
import type { Diagnostic, Result } from '../ir/diagnostics.ts';
import { failure, hasErrors, success } from '../ir/diagnostics.ts';
import type { Graph } from '../ir/graph.ts';
import { verifyGraph } from '../ir/verify.ts';
import type { Invariant } from './invariants.ts';
import type { Pass, PassStep } from './pass.ts';
import {
  brokenGraph,
  brokenPromise,
  changedNumbers,
  passThrew,
  unmetRequirement,
} from './pipeline-diagnostics.ts';
import { compareGraphs } from './validate.ts';

export interface PipelineOptions {
  /** Run the verifier and the ensured invariants after every pass, not only at the end. */
  readonly verifyEach?: boolean;
  /** Evaluate the graph before and after every pass on seeded inputs and compare. */
  readonly validateEach?: boolean;
  readonly signal?: AbortSignal;
  readonly onPass?: (done: PassReport) => void;
  /** With `validateEach`: how many nodes of the graphs before and after the pass are evaluated. */
  readonly onValidate?: (progress: ValidateProgress) => void;
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
  const failed = (): boolean => hasErrors(diagnostics);
  for (const [index, step] of steps.entries()) {
    if (failed()) break;
    options.signal?.throwIfAborted();
    const before = options.validateEach === true ? cloneGraph(graph) : undefined;
    await runStep(graph, step, options, diagnostics);
    const last = index === steps.length - 1;
    if (!failed() && (options.verifyEach === true || last)) verify(graph, step.pass, diagnostics);
    if (!failed() && before !== undefined) {
      await validate(before, graph, step.pass, options, diagnostics);
    }
  }
  return failed() ? failure(diagnostics) : success(graph, diagnostics);
}

async function runStep(
  graph: Graph,
  { pass, options: chosen }: PassStep,
  options: PipelineOptions,
  diagnostics: Diagnostic[],
): Promise<void> {
  const nodesBefore = graph.size;
  const start = performance.now();
  const filled = Object.fromEntries(
    Object.entries(pass.options).map(([name, spec]) => [name, chosen[name] ?? spec.default]),
  );
  try {
    await pass.run(graph, filled, {
      report: (diagnostic) => diagnostics.push(diagnostic),
      signal: options.signal,
    });
  } catch (error) {
    options.signal?.throwIfAborted();
    diagnostics.push(passThrew(pass.name, error instanceof Error ? error.message : String(error)));
  }
  options.onPass?.({
    name: pass.name,
    options: filled,
    nodesBefore,
    nodesAfter: graph.size,
    milliseconds: performance.now() - start,
  });
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
  for (const { output, error } of await compareGraphs(before, after, { signal, onNode })) {
    if (error > tolerance || Number.isNaN(error)) {
      diagnostics.push(changedNumbers(name, output, error, tolerance));
    }
  }
}

function verify(graph: Graph, pass: Pass, diagnostics: Diagnostic[]): void {
  for (const finding of verifyGraph(graph)) diagnostics.push(brokenGraph(pass.name, finding));
  for (const invariant of pass.ensures) {
    const violation = invariant.check(graph);
    if (violation !== undefined) {
      diagnostics.push(brokenPromise(pass.name, invariant.name, violation));
    }
  }
}
