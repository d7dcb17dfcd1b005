/** Checks everything a graph promises: order, uses, types, attributes, constants, names. Names no op. */

import type { Constant } from './constant.ts';
import { DiagnosticError, defineDiagnostic } from './diagnostics.ts';
import type { Diagnostic } from './diagnostics.ts';
import { inferTypes } from './graph.ts';
import type { Graph, Node, Value } from './graph.ts';
import { printNodeLine } from './print.ts';
import { byteSize, elementCount, printType, typeEquals } from './types.ts';

const broken = defineDiagnostic(
  'SNAPC1301',
  'error',
  (graph: string, what: string, node: string) => ({
    message: `@${graph} is broken: ${what}`,
    hint: 'the pass that ran last left it so; run with --verify-each to see which one',
    place: { node },
  }),
);

/** All violations, none if the graph is sound. */
export function verifyGraph(graph: Graph): Diagnostic[] {
  const found: Diagnostic[] = [];
  const report = (what: string, node?: Node): void => {
    found.push(broken(graph.name, what, node === undefined ? '' : printNodeLine(node)));
  };
  const defined = new Set<Value>(graph.inputs);
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
      for (const user of result.users) {
        if (!graph.contains(user)) report('a removed node still uses a result', node);
      }
      defined.add(result);
    }
  }
  for (const value of graph.constants()) {
    if (value.constant !== undefined) checkConstant(value.constant, report);
  }
  checkInterface(graph, defined, report);
  return found;
}

type Report = (what: string, node?: Node) => void;

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

function checkConstant(constant: Constant, report: Report): void {
  const { source, type } = constant;
  if (!type.shape.every((dim) => Number.isSafeInteger(dim) && dim >= 0)) {
    report(`a constant has the shape [${type.shape.join(',')}]`);
  }
  if (source.kind === 'data') {
    const matches = typeEquals(type, source.tensor);
    if (!matches || source.tensor.data.length !== elementCount(type.shape)) {
      report(`a constant of ${printType(type)} holds ${printType(source.tensor)}`);
    }
  } else if (source.kind === 'bytes') {
    const { offset, length, store } = source;
    if (length !== byteSize(type)) {
      report(`a constant of ${printType(type)} has ${length} bytes of ${store.name}`);
    }
    if (offset < 0 || offset + length > store.size) {
      report(`a constant ends after the end of ${store.name}`);
    }
  } else if (source.kind === 'recipe') {
    for (const operand of source.operands) {
      if (operand !== undefined) checkConstant(operand, report);
    }
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
