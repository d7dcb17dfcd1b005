/** What each mode of a file test does with its input: see filetests.test.ts for the format. */

import { parseSteps } from '../../compiler/passes/parse-steps.ts';
import { runPipeline } from '../../compiler/pipeline.ts';
import type { PassStep } from '../../compiler/pass.ts';
import { cloneGraph } from '../../ir/clone.ts';
import { decomposeNode } from '../../ir/decompose.ts';
import type { Diagnostic, Result } from '../../ir/diagnostics.ts';
import { evaluateGraph } from '../../ir/evaluate.ts';
import type { Graph } from '../../ir/graph.ts';
import { parseGraph } from '../../ir/parse.ts';
import { printGraph } from '../../ir/print.ts';
import { printType } from '../../ir/types.ts';
import { getElement } from '../../ir/tensor.ts';
import type { Tensor } from '../../ir/tensor.ts';
import { verifyGraph } from '../../ir/verify.ts';
import { calibratedPasses } from '../support/calibrated-passes.ts';
import { bindAll, readInputs } from './inputs.ts';
import { checkLaws, checkRoundTrip } from './laws.ts';

/** Returns the expectation; throws where a law does not hold or the mode does not exist. */
export async function runMode(run: string, input: string): Promise<string> {
  const [mode, rest] = splitOnce(run);
  switch (mode) {
    case 'print':
      return printMode(input);
    case 'verify':
      return verifyMode(input);
    case 'evaluate':
      return evaluateMode(input);
    case 'decompose':
      return decomposeMode(input);
    case 'pass':
    case 'passes':
      return passMode(valueOf(parseSteps(rest, passesOn(input))), input);
    default:
      throw new Error(`there is no mode ${JSON.stringify(mode)}`);
  }
}

function splitOnce(text: string): [string, string] {
  const at = text.indexOf(' ');
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1).trim()];
}

/** Passes that measure see the inputs of the test. */
function passesOn(input: string): ReturnType<typeof calibratedPasses> {
  return calibratedPasses((graph) => [readInputs(input, graph)].values());
}

function printMode(input: string): string {
  const graph = valueOf(parseGraph(input));
  checkRoundTrip(graph);
  return printGraph(graph);
}

/** The diagnostics of the parser, or of the verifier, or that there are none. */
function verifyMode(input: string): string {
  const parsed = parseGraph(input);
  const found = parsed.ok ? verifyGraph(parsed.value) : parsed.diagnostics;
  return found.length === 0 ? '// ok' : found.map(describe).join('\n');
}

async function evaluateMode(input: string): Promise<string> {
  const graph = valueOf(parseGraph(input));
  const outputs = await evaluateGraph(graph, readInputs(input, graph));
  return [...outputs].map(([name, value]) => `// ${name}: ${printTensor(value)}`).join('\n');
}

async function decomposeMode(input: string): Promise<string> {
  const graph = valueOf(parseGraph(input));
  const before = cloneGraph(graph);
  for (const node of graph.nodes()) if (node.op.kind === 'composite') decomposeNode(graph, node);
  await checkLaws(before, graph, readInputs(input, bindAll(before)), 1e-4);
  return printGraph(graph, { origins: false });
}

async function passMode(steps: readonly PassStep[], input: string): Promise<string> {
  const graph = valueOf(parseGraph(input));
  const before = cloneGraph(graph);
  const print = (of: Graph): string => printGraph(of, { origins: input.includes('// onnx:') });
  // The facts that a pass requires hold by the choice of the input; a list must keep them by itself.
  const given = steps[0]?.pass.requires ?? [];
  const done = await runPipeline(graph, steps, given);
  const notes = done.diagnostics.map(describe);
  if (!done.ok) return notes.join('\n');
  const tolerance = Math.max(...steps.map(({ pass }) => pass.tolerance));
  await checkLaws(before, graph, readInputs(input, bindAll(before)), tolerance);
  const text = print(graph);
  valueOf(await runPipeline(graph, steps, given));
  if (print(graph) !== text) {
    throw new Error(`a second run changes the graph again:\n${text}\nbecomes\n${print(graph)}`);
  }
  return [...notes, text].join('\n');
}

/** The value of a result; its diagnostics become the error of the test. */
function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.diagnostics.map(describe).join('\n'));
  return result.value;
}

function describe({ code, message, place }: Diagnostic): string {
  return `// ${code}${place?.line === undefined ? '' : ` ${place.line}`}: ${message}`;
}

/** `f32[2,2] = 1 2 3 4`, with 6 significant digits. */
function printTensor(value: Tensor): string {
  const items = Array.from({ length: value.data.length }, (_, index) => {
    const element = getElement(value, index);
    if (typeof element === 'bigint') return String(element);
    return Object.is(element, -0) ? '-0' : String(Number(element.toPrecision(6)));
  });
  return `${printType(value)} = ${items.join(' ')}`.trimEnd();
}
