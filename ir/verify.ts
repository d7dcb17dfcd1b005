/** Checks everything a graph promises: order, uses, types, attributes, names, nested graphs. Names no op. */

import { DiagnosticError, defineDiagnostic, printable } from './diagnostics.ts';
import type { Diagnostic } from './diagnostics.ts';
import { Graph } from './graph.ts';
import { inferTypes } from './infer-types.ts';
import type { Node, Value } from './graph.ts';
import { printNodeLine } from './print.ts';
import { printType, typeEquals } from './types.ts';
import { checkConstant, checkHeld } from './verify-constant.ts';

const broken = defineDiagnostic(
  'SNAPC1301',
  'error',
  (graph: string, what: string, node: string | undefined) => ({
    message: `@${printable(graph)} is broken: ${printable(what, 1000)}`,
    hint: 'the pass that ran last left it so; run with --verify-each to see which one',
    ...(node === undefined ? {} : { place: { node } }),
  }),
);

type Report = (what: string, node?: Node) => void;

/** All violations, none if the graph is sound. */
export function verifyGraph(graph: Graph): Diagnostic[] {
  const found: Diagnostic[] = [];
  const report: Report = (what, node) => {
    found.push(broken(graph.name, what, node === undefined ? undefined : printNodeLine(node)));
  };
  const defined = new Set<Value>(graph.inputs);
  for (const input of graph.inputs) checkUsers(graph, input, report);
  for (const node of graph.nodes()) {
    for (const operand of node.operands) {
      if (operand === undefined) continue;
      if (operand.constant === undefined && !defined.has(operand)) {
        report('an operand is defined later, elsewhere, or not at all', node);
      }
      if (!operand.users.has(node)) report('an operand does not know that the node uses it', node);
    }
    checkTypes(node, report);
    for (const result of node.results) {
      if (result.producer !== node) report('a result belongs to another node', node);
      checkUsers(graph, result, report);
      defined.add(result);
    }
    found.push(...verifyBodies(node));
  }
  for (const value of graph.constants()) {
    checkUsers(graph, value, report);
    if (value.constant !== undefined) checkConstant(value.constant, report);
  }
  checkInterface(graph, defined, report);
  return found;
}

/** The graphs that a node holds as attributes; what they hold is also in memory. */
function verifyBodies(node: Node): Diagnostic[] {
  return Object.values(node.attributes).flatMap((body) => {
    if (!(body instanceof Graph)) return [];
    const found = verifyGraph(body);
    for (const { constant } of body.constants()) {
      if (constant !== undefined) {
        checkHeld(constant, (what) => found.push(broken(body.name, what, printNodeLine(node))));
      }
    }
    return found;
  });
}

function checkUsers(graph: Graph, value: Value, report: Report): void {
  for (const user of value.users) {
    if (!graph.contains(user)) report('a removed node still uses a value', user);
    else if (!user.operands.includes(value))
      report('a value names a user that reads another', user);
  }
}

function checkTypes(node: Node, report: Report): void {
  try {
    const types = inferTypes(node.op, node.operands, node.attributes, node.origin);
    if (types.length !== node.results.length) report('it has another number of results', node);
    node.results.forEach((result, index) => {
      const type = types[index];
      if (type !== undefined && !typeEquals(type, result.type)) {
        report(`result ${index} is ${printType(type)} by inference`, node);
      }
    });
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    report(error.message, node);
  }
}

function checkInterface(graph: Graph, defined: ReadonlySet<Value>, report: Report): void {
  const inputs = graph.inputs.map((input) => input.name);
  if (new Set(inputs).size !== inputs.length) report('two inputs have one name');
  const outputs = graph.outputs.map((output) => output.name);
  if (new Set(outputs).size !== outputs.length) report('two outputs have one name');
  for (const { name, value } of graph.outputs) {
    if (value.constant === undefined && !defined.has(value)) {
      report(`output ${JSON.stringify(name)} is not computed`);
    }
  }
}
