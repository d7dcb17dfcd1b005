/** Laws that hold for every graph and every pass; each is an error that says what broke. */

import { largestError } from '../../compiler/validate.ts';
import { evaluateGraph } from '../../ir/evaluate.ts';
import type { Graph } from '../../ir/graph.ts';
import { parseGraph } from '../../ir/parse.ts';
import { printGraph } from '../../ir/print.ts';
import type { Tensor } from '../../ir/tensor.ts';
import { castTensor } from '../../ir/tensor.ts';
import { verifyGraph } from '../../ir/verify.ts';
import { bindAll } from './inputs.ts';

/** parse(print(g)) equals g. */
export function checkRoundTrip(graph: Graph): void {
  const text = printGraph(graph);
  const again = parseGraph(text);
  if (!again.ok) {
    throw new Error(`the print does not parse: ${again.diagnostics[0]?.message}\n${text}`);
  }
  const second = printGraph(again.value);
  if (second !== text) throw new Error(`the print reads back as another graph:\n${second}`);
}

/** The verifier finds nothing, the print round-trips, and the outputs are those of `before`. */
export async function checkLaws(
  before: Graph,
  after: Graph,
  inputs: ReadonlyMap<string, Tensor>,
  tolerance: number,
): Promise<void> {
  const [finding] = verifyGraph(after);
  if (finding !== undefined) throw new Error(`${finding.message}\n${printGraph(after)}`);
  checkRoundTrip(after);
  const [from, to] = [bindAll(before), bindAll(after)];
  const expected = await evaluateGraph(from, inputs);
  const actual = await evaluateGraph(to, convert(inputs, to));
  for (const [name, value] of expected) {
    const other = actual.get(name);
    const error = other === undefined ? Infinity : largestError(other, value);
    if (!(error <= tolerance)) {
      throw new Error(`output ${name} changes by ${error}, more than ${tolerance}\n${printGraph(after)}`);
    }
  }
}

/** The inputs in the dtypes of a graph whose pass narrowed them. */
function convert(inputs: ReadonlyMap<string, Tensor>, graph: Graph): Map<string, Tensor> {
  return new Map(
    graph.inputs.map(({ name = '', type }) => {
      const given = inputs.get(name);
      if (given === undefined) throw new Error(`a pass added the input ${name}`);
      return [name, castTensor(given, type.dtype)];
    }),
  );
}
