/** Prints a graph as text; generic over the declarations, it names no op. */

import type { Constant } from './constant.ts';
import { printFloat } from './attr.ts';
import type { AttributeMap, OpDefinition } from './define.ts';
import type { Graph, Node, Origin, Value } from './graph.ts';
import { getElement } from './tensor.ts';
import type { Tensor } from './tensor.ts';
import { printType } from './types.ts';

export interface PrintOptions {
  /** Ends each node with a comment that says which model nodes and passes it came from; true when absent. */
  readonly origins?: boolean;
}

/** Text that `parseGraph` reads back to an equal graph. */
export function printGraph(graph: Graph, options: PrintOptions = {}): string {
  const names = new Names();
  const inputs = graph.inputs.map((input) => `${names.of(input)}: ${printType(input.type)}`);
  const lines = [`graph @${printName(graph.name)}(${inputs.join(', ')}) {`];
  const constants: string[] = [];
  const printed = new Set<Constant>();
  const values = graph.constants();
  for (const value of values) names.of(value);
  for (const { constant } of values) {
    if (constant !== undefined) defineConstant(constant, names, constants, printed);
  }
  lines.push(...constants.map((line) => `  ${line}`));
  for (const node of graph.nodes()) {
    const origin = options.origins === false ? '' : printOrigin(node.origin);
    lines.push(`  ${printNode(node, names)}${origin}`);
  }
  const outputs = graph.outputs.map(({ name, value }) => `${printName(name)}=${names.of(value)}`);
  lines.push(`  return ${outputs.join(', ')}`.trimEnd(), '}', '');
  return lines.join('\n');
}

/** One line of the graph, for messages. */
export function printNodeLine(node: Node): string {
  return printNode(node, new Names());
}

/** Gives every value a unique printed name: its own where it has one, else a number. */
class Names {
  readonly #names = new Map<Value | Constant, string>();
  readonly #taken = new Set<string>();
  #results = 0;
  #constants = 0;

  of(value: Value): string {
    return value.constant === undefined
      ? this.#name(value, '%', value.name)
      : this.ofConstant(value.constant, value.name);
  }

  /** Without a name where only a recipe reads the constant. */
  ofConstant(constant: Constant, name?: string): string {
    return this.#name(constant, '@', name);
  }

  #name(key: Value | Constant, sigil: '%' | '@', own: string | undefined): string {
    const known = this.#names.get(key);
    if (known !== undefined) return known;
    let name = own === undefined ? undefined : `${sigil}${printName(own)}`;
    if (name === undefined || this.#taken.has(name)) {
      name = `${sigil}${sigil === '%' ? this.#results++ : this.#constants++}`;
    }
    this.#taken.add(name);
    this.#names.set(key, name);
    return name;
  }
}

/** Identifiers stand as they are, everything else as a JSON string. */
function printName(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_.]*$/.test(name) ? name : JSON.stringify(name);
}

function printNode(node: Node, names: Names): string {
  const operands = node.operands.map((operand) =>
    operand === undefined ? '_' : names.of(operand),
  );
  const results = node.results.map((result) => names.of(result));
  const types = node.results.map((result) => printType(result.type));
  const call = `${node.op.name}(${operands.join(', ')})${printAttributes(node.op, node.attributes)}`;
  return `${results.join(', ')} = ${call} : ${types.join(', ')}`;
}

/** Attributes that equal their default are left out. */
export function printAttributes(op: OpDefinition, attributes: AttributeMap): string {
  const parts: string[] = [];
  for (const [name, spec] of Object.entries(op.attributes)) {
    const text = spec.print(attributes[name]);
    if (spec.default === undefined || text !== spec.print(spec.default)) {
      parts.push(`${name}=${text.replaceAll('\n', '\n  ')}`);
    }
  }
  return parts.length === 0 ? '' : ` {${parts.join(', ')}}`;
}

/** Appends the line of a constant, after those of the constants that its recipe reads. */
function defineConstant(
  constant: Constant,
  names: Names,
  lines: string[],
  printed: Set<Constant>,
): void {
  if (printed.has(constant)) return;
  printed.add(constant);
  const { source, type } = constant;
  if (source.kind === 'recipe') {
    for (const operand of source.operands) {
      if (operand !== undefined) defineConstant(operand, names, lines, printed);
    }
  }
  const text = printSource(constant, names);
  lines.push(`${names.ofConstant(constant)} = ${text} : ${printType(type)}`);
}

function printSource({ source }: Constant, names: Names): string {
  switch (source.kind) {
    case 'bytes':
      return `bytes(${JSON.stringify(source.store.name)}, ${source.offset}, ${source.length})`;
    case 'data':
      return `dense ${printData(source.tensor)}`;
    case 'splat':
      return `splat ${printElement(source.value)}`;
    case 'seeded':
      return `seeded ${source.seed} ${printFloat(source.scale)}`;
    case 'recipe': {
      const operands = source.operands.map((operand) =>
        operand === undefined ? '_' : names.ofConstant(operand),
      );
      return `${source.op.name}(${operands.join(', ')})${printAttributes(source.op, source.attributes)}`;
    }
  }
}

function printData(value: Tensor): string {
  const items = Array.from({ length: value.data.length }, (_, index) =>
    printElement(getElement(value, index)),
  );
  return `[${items.join(', ')}]`;
}

function printElement(element: number | bigint): string {
  return typeof element === 'bigint' ? String(element) : printFloat(element);
}

function printOrigin(origin: Origin): string {
  const parts: string[] = [];
  if (origin.onnx.length > 0) {
    parts.push(`onnx: ${origin.onnx.map((name) => JSON.stringify(name)).join(', ')}`);
  }
  if (origin.passes.length > 0) parts.push(`passes: ${origin.passes.join(', ')}`);
  return parts.length === 0 ? '' : `  // ${parts.join('; ')}`;
}
