/** One trial: a pass on one graph, with the verifier after it and the numbers before and after. */

import { cloneGraph } from '../../ir/clone.ts';
import { DiagnosticError, isError } from '../../ir/diagnostics.ts';
import type { Diagnostic } from '../../ir/diagnostics.ts';
import { evaluateGraph } from '../../ir/evaluate.ts';
import type { Graph } from '../../ir/graph.ts';
import type { OpTable } from '../../ir/ops/index.ts';
import { parseGraph } from '../../ir/parse.ts';
import { OpFault } from '../../ir/op-fault.ts';
import { printGraph } from '../../ir/print.ts';
import { isBig, numbers } from '../../ir/tensor.ts';
import type { Tensor } from '../../ir/tensor.ts';
import { DTYPES } from '../../ir/types.ts';
import { faultOfOwnOp } from '../own-op-fault.ts';
import type { PassStep } from '../pass.ts';
import { changedNumbers, notDone } from '../pipeline-diagnostics.ts';
import type { PipelineOptions, Watch } from '../pipeline.ts';
import { runPipeline } from '../pipeline.ts';
import { asDeclared, seededInputs } from '../validate.ts';
import { finiteError, growth, sensitivity } from './bounds.ts';

export interface TrialOptions {
  /** The pass has to leave alone what it made itself. */
  readonly idempotent?: boolean;
  /** What reads the print of the graph. */
  readonly ops: OpTable;
  readonly signal?: AbortSignal;
  readonly watch?: Watch;
  readonly timeLimit?: number;
}

export interface Trial {
  /** What the pass did wrong; nothing where the graph says nothing about it. */
  readonly found: readonly Diagnostic[];
  /** The pass changed the graph. */
  readonly fired: boolean;
  /** What it made of the graph, where that is sound. */
  readonly after?: string;
}

/** What of the options is the pipeline's. */
export function runOptions({ signal, watch, timeLimit }: TrialOptions): PipelineOptions {
  return {
    ...(signal === undefined ? {} : { signal }),
    ...(watch === undefined ? {} : { watch }),
    ...(timeLimit === undefined ? {} : { timeLimit }),
  };
}

/** The graph stays as it is. */
export async function tryPass(graph: Graph, step: PassStep, trial: TrialOptions): Promise<Trial> {
  const { idempotent = false, ops } = trial;
  const expected = await outputsOf(graph);
  if (expected === undefined) return { found: [], fired: false };
  if ('code' in expected) return { found: [expected], fired: false };
  const after = cloneGraph(graph);
  const { requires } = step.pass;
  const options = { ...runOptions(trial), verifyEach: true };
  const before = printGraph(after);
  const done = await runPipeline(after, [step], requires, options);
  const faults = done.diagnostics.filter(isError);
  if (faults.length > 0) return { found: faults, fired: true };
  const text = printGraph(after);
  const fired = printGraph(after, { origins: false }) !== before;
  if (!fired) return { found: [], fired };
  const found = roundTrip(text, ops);
  // A warning says that numbers are lost.
  if (done.diagnostics.length === 0) {
    found.push(...(await compareNumbers(graph, expected, after, step)));
  }
  if (found.length === 0 && idempotent) {
    await runPipeline(after, [step], requires, options);
    if (printGraph(after) !== text) found.push(notDone(step.pass.name));
  }
  return { found, fired, after: printGraph(after, { origins: false }) };
}

/**
 * Undefined for a graph that cannot be computed, such as one that picks an element that is not there, and for one
 * that overflows on the way: a pass need not keep which of its results are not numbers.
 */
async function outputsOf(
  graph: Graph,
): Promise<ReadonlyMap<string, Tensor> | Diagnostic | undefined> {
  let overflows = false;
  const onNode = (_: unknown, results: readonly Tensor[]): void => {
    overflows ||= results.some(
      (result) => !isBig(result.dtype) && numbers(result).some(isOverflow),
    );
  };
  try {
    const outputs = await evaluateGraph(graph, seededInputs(graph), { onNode });
    return overflows ? undefined : outputs;
  } catch (error) {
    const fault = faultOfOwnOp(error);
    if (fault !== undefined) return fault;
    if (error instanceof OpFault || error instanceof DiagnosticError) return undefined;
    throw error;
  }
}

/** Minus infinity is what masks are made of. */
function isOverflow(number: number): boolean {
  return Number.isNaN(number) || number === Infinity;
}

function roundTrip(text: string, ops: OpTable): Diagnostic[] {
  const again = parseGraph(text, { ops });
  return again.ok ? [] : [...again.diagnostics];
}

/** How much an output moves with inputs and constants is not the pass's doing. */
async function compareNumbers(
  before: Graph,
  expected: ReadonlyMap<string, Tensor>,
  after: Graph,
  { pass }: PassStep,
): Promise<readonly Diagnostic[]> {
  let actual: ReadonlyMap<string, Tensor>;
  try {
    actual = await evaluateGraph(after, asDeclared(after, seededInputs(before)));
  } catch (error) {
    const fault = faultOfOwnOp(error);
    if (fault === undefined) throw error;
    return [fault];
  }
  const found: Diagnostic[] = [];
  let moved: ReadonlyMap<string, number> | undefined;
  let grown: ReadonlyMap<string, number> | undefined;
  for (const [output, tensor] of expected) {
    const other = actual.get(output);
    const error = other === undefined ? Infinity : finiteError(other, tensor);
    if (error <= pass.tolerance) continue;
    moved ??= await sensitivity(before, expected);
    const rounding = SLACK * (moved.get(output) ?? 0) + (isHalf(before) ? HALF_SLACK : 0);
    if (error <= pass.tolerance + rounding) continue;
    grown ??= await growth(before, expected, pass.tolerance);
    if (!(error <= rounding + (grown.get(output) ?? 0))) {
      found.push(changedNumbers(pass.name, output, error, pass.tolerance));
    }
  }
  return found;
}

/** A pass may round differently this many times more than inputs and constants were. */
const SLACK = 32;
/** A graph of 16 bits rounds at every step, and a pass may take some of them away. */
const HALF_SLACK = 2 ** -7;

function isHalf(graph: Graph): boolean {
  const values = [...graph.inputs, ...[...graph.nodes()].flatMap(({ results }) => results)];
  return values.some(
    ({ type: { dtype } }) => DTYPES[dtype].kind === 'float' && DTYPES[dtype].bits === 16,
  );
}
