/** Follows a pipeline: what each pass changed, and which of them put a weight into few bits. */

import { compressedForm } from '../compressed/form.ts';
import { sparseForm } from '../compressed/sparse.ts';
import type { Constant } from '../../ir/constant.ts';
import type { Graph } from '../../ir/graph.ts';
import type { PassStep } from '../pass.ts';
import type { PassReport } from '../pipeline.ts';
import type { PassDecision } from './data-decisions.ts';
import { passesOf } from './mark.ts';
import { optionsText } from './options-text.ts';
import { WeightReasons } from './weight-reasons.ts';

type Counts = ReadonlyMap<string, number>;

export class PassFollower {
  readonly reasons: WeightReasons;
  readonly #steps: readonly PassStep[];
  readonly #done: Omit<PassDecision, 'left'>[] = [];
  #counts: Counts;
  #at = 0;

  /** Before the first pass. */
  constructor(graph: Graph, steps: readonly PassStep[]) {
    this.#steps = steps;
    this.#counts = countsOf(graph);
    this.reasons = new WeightReasons(steps, namesOfCompressed(graph));
    this.reasons.before(graph, 0);
  }

  after(graph: Graph, { name, nodesBefore, nodesAfter }: PassReport): void {
    const step = this.#steps[this.#at];
    const counts = countsOf(graph);
    const text = step === undefined ? '' : optionsText(step);
    this.#done.push({
      name,
      describe: step?.pass.describe ?? '',
      options: text,
      nodesBefore,
      nodesAfter,
      changes: changesOf(this.#counts, counts),
    });
    this.#counts = counts;
    this.reasons.made(namesOfCompressed(graph), text === '' ? name : `${name} {${text}}`);
    this.#at++;
    this.reasons.before(graph, this.#at);
  }

  /** Once all passes are done. */
  decisions(graph: Graph): readonly PassDecision[] {
    const left = new Map<string, number>();
    for (const { origin } of graph.nodes()) {
      for (const pass of passesOf(origin)) left.set(pass, (left.get(pass) ?? 0) + 1);
    }
    const told = new Set<string>();
    return this.#done.map((done) => {
      const own = told.has(done.name) ? 0 : (left.get(done.name) ?? 0);
      told.add(done.name);
      return { ...done, left: own };
    });
  }
}

function countsOf(graph: Graph): Counts {
  const counts = new Map<string, number>();
  for (const { op } of graph.nodes()) counts.set(op.name, (counts.get(op.name) ?? 0) + 1);
  return counts;
}

function changesOf(before: Counts, after: Counts): PassDecision['changes'] {
  return [...new Set([...before.keys(), ...after.keys()])]
    .map((op) => ({ op, by: (after.get(op) ?? 0) - (before.get(op) ?? 0) }))
    .filter(({ by }) => by !== 0)
    .sort((a, b) => Math.abs(b.by) - Math.abs(a.by) || (a.op < b.op ? -1 : 1));
}

/** Of nodes that read a weight of few bits. */
function namesOfCompressed(graph: Graph): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { operands, origin } of graph.nodes()) {
    const few = operands.some((operand) => operand?.constant && isCompressed(operand.constant));
    if (few) for (const name of origin.onnx) names.add(name);
  }
  return names;
}

export function isCompressed(constant: Constant): boolean {
  return compressedForm(constant) !== undefined || sparseForm(constant) !== undefined;
}
