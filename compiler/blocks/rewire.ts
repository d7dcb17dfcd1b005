/** Builds the way of the image anew from an edited list of blocks; copies read the weights of their originals. */

import type { Diagnostic } from '../../ir/diagnostics.ts';
import { mergeOrigins } from '../../ir/graph.ts';
import type { Graph, Node, Value } from '../../ir/graph.ts';
import { namedOperands } from '../../ir/operands.ts';
import { printType, typeEquals } from '../../ir/types.ts';
import { doesNotFit } from './diagnostics.ts';
import { isAlive, isStep } from './plan.ts';
import type { Entry, Push, Step } from './plan.ts';

/** What each block would be given, against what it reads. */
export function checkFits(
  entries: readonly Entry[],
  reads: ReadonlyMap<Step, Push>,
  report: (diagnostic: Diagnostic) => void,
): void {
  let trunk: Value | undefined;
  const written = new Map<Push, Value>();
  const compare = (step: Step, wanted: Value, given: Value | undefined): void => {
    if (given === undefined || typeEquals(wanted.type, given.type)) return;
    report(doesNotFit(step.address, printType(wanted.type), printType(given.type)));
  };
  for (const entry of entries.filter(isAlive)) {
    if (!isStep(entry)) {
      if (trunk !== undefined) written.set(entry, trunk);
      continue;
    }
    const { part, join } = entry;
    compare(entry, (join ?? part).input, trunk);
    const push = reads.get(entry);
    if (join?.skip !== undefined && push !== undefined) {
      compare(entry, join.skip, written.get(push) ?? push.push);
    }
    trunk = part.output;
  }
}

/** The entries fit each other. */
export function rewire(
  graph: Graph,
  entries: readonly Entry[],
  reads: ReadonlyMap<Step, Push>,
  pass: string,
): void {
  const old = [...graph.nodes()];
  const now = new Map<Value, Value>();
  const written = new Map<Push, Value>();
  let trunk: Value | undefined;
  for (const entry of entries.filter(isAlive)) {
    if (!isStep(entry)) {
      if (trunk !== undefined) written.set(entry, trunk);
      continue;
    }
    const { part, join, copied } = entry;
    const own = new Map<Value, Value>();
    if (trunk !== undefined) own.set((join ?? part).input, trunk);
    const push = reads.get(entry);
    const skip = push && written.get(push);
    if (join?.skip !== undefined && skip !== undefined) own.set(join.skip, skip);
    const joining = join === undefined || join === part ? [] : join.nodes;
    const beside = copied ? part.side : [];
    for (const node of [...joining, ...beside, ...part.nodes]) {
      insertTwin(graph, node, own, copied ? pass : undefined);
    }
    trunk = own.get(part.output) ?? trunk;
    if (!copied) for (const [value, twin] of own) now.set(value, twin);
  }
  const results = graph.outputs.map(({ name, value }) => ({
    name,
    value: now.get(value) ?? value,
  }));
  graph.setOutputs(results);
  for (const node of old.toReversed()) {
    if (node.results.every((value) => graph.isUnused(value))) graph.remove(node);
  }
}

function insertTwin(
  graph: Graph,
  node: Node,
  twins: Map<Value, Value>,
  pass: string | undefined,
): void {
  const { op, attributes, origin } = node;
  const operands = node.operands.map((value) => value && (twins.get(value) ?? value));
  const made = graph.insert({
    op,
    operands: namedOperands(op, operands),
    attributes,
    origin: pass === undefined ? origin : mergeOrigins([origin], pass),
    ...(pass === undefined ? { names: node.results.map(({ name }) => name) } : {}),
  });
  node.results.forEach((value, index) => {
    const twin = made.results[index];
    if (twin !== undefined) twins.set(value, twin);
  });
}
