/** Parses the textual form of a graph; the inverse of print.ts, generic over the declarations. */

import type { AttrReader } from './attr.ts';
import { dataConstant, splatConstant } from './constant.ts';
import type { ByteStore, Constant } from './constant.ts';
import type { OpDefinition } from './define.ts';
import { DiagnosticError, collect } from './diagnostics.ts';
import type { Result } from './diagnostics.ts';
import type { Dim } from './dim.ts';
import { Graph, NO_ORIGIN, inferTypes } from './graph.ts';
import type { Value } from './graph.ts';
import { builtinOps } from './ops/index.ts';
import type { OpTable } from './ops/index.ts';
import { namedOperands } from './operands.ts';
import { dimExpression } from './parse-dim.ts';
import { tensorFrom } from './tensor.ts';
import { TokenReader } from './token-reader.ts';
import type { ValueName } from './token-reader.ts';
import { elementCount, isDType, isStaticType, printType, typeEquals } from './types.ts';
import type { StaticTensorType, TensorType } from './types.ts';

export interface ParseOptions {
  /** Shown in diagnostics. */
  readonly file?: string;
  /** The ops that may occur; the built-in ones when absent. */
  readonly ops?: OpTable;
  /** Opens the files that `bytes(...)` constants name; without it they parse but cannot be read. */
  readonly store?: (name: string) => ByteStore;
}

const MAX_REGION_DEPTH = 16;

/** Reads one graph. Faults are SNAPC1101 (syntax) or those of type inference, with their line. */
export function parseGraph(text: string, options: ParseOptions = {}): Result<Graph> {
  return collect(() => {
    const reader = new TokenReader(text, options.file);
    const graph = new GraphParser(reader, options, 0).graph();
    reader.end();
    return graph;
  });
}

class GraphParser {
  readonly #reader: TokenReader;
  readonly #options: ParseOptions;
  readonly #depth: number;
  readonly #values = new Map<string, Value>();
  readonly #constants = new Map<string, Constant>();
  #graph = new Graph('');

  constructor(reader: TokenReader, options: ParseOptions, depth: number) {
    this.#reader = reader;
    this.#options = options;
    this.#depth = depth;
  }

  graph(): Graph {
    const reader = this.#reader;
    if (this.#depth > MAX_REGION_DEPTH) reader.fail('graphs are nested too deeply');
    reader.word('graph');
    this.#graph = new Graph(reader.value('@').text);
    reader.punctuation('(');
    reader.separated(')', () => this.#input());
    reader.punctuation('{');
    while (!reader.tryWord('return')) this.#line();
    this.#return();
    reader.punctuation('}');
    return this.#graph;
  }

  #input(): void {
    const written = this.#reader.value('%');
    this.#reader.punctuation(':');
    this.#define(written, this.#graph.addInput(written.text, this.#type()));
  }

  #line(): void {
    const reader = this.#reader;
    if (reader.atSigil('@')) return this.#constant();
    const written: ValueName[] = [];
    do written.push(reader.value('%'));
    while (reader.tryPunctuation(','));
    reader.punctuation('=');
    const { line } = reader;
    const op = this.#op();
    const operands = this.#operands(op, () => this.#use());
    const attributes = this.#attributes(op);
    reader.punctuation(':');
    const types = [this.#type()];
    while (reader.tryPunctuation(',')) types.push(this.#type());
    const origin = reader.origin();
    const node = this.#located(line, () =>
      this.#graph.insert({
        op,
        operands: namedOperands(op, operands),
        attributes,
        origin: origin ?? NO_ORIGIN,
        names: written.map(({ name }) => name),
      }),
    );
    for (const [what, count] of [
      ['results', written.length],
      ['types', types.length],
    ] as const) {
      const expected = node.results.length;
      if (count !== expected)
        reader.fail(`${op.name}: ${count} ${what} instead of ${expected}`, line);
    }
    node.results.forEach((result, index) => {
      this.#expectType(result.type, types[index], line);
      const name = written[index];
      if (name !== undefined) this.#define(name, result);
    });
  }

  #constant(): void {
    const reader = this.#reader;
    const written = reader.value('@');
    reader.punctuation('=');
    const constant = this.#source();
    this.#constants.set(written.key, constant);
    this.#define(written, this.#graph.addConstant(constant, written.name));
  }

  #source(): Constant {
    const reader = this.#reader;
    const { line } = reader;
    if (reader.tryWord('dense')) {
      const items = reader.list(() => reader.element());
      const type = this.#staticType();
      if (items.length !== elementCount(type.shape)) {
        reader.fail(`${items.length} values for ${printType(type)}`, line);
      }
      return dataConstant(tensorFrom(type.dtype, type.shape, items));
    }
    if (reader.tryWord('splat')) {
      const value = reader.element();
      return splatConstant(this.#staticType(), value);
    }
    if (reader.tryWord('seeded')) {
      const seed = reader.int();
      const scale = reader.float();
      return { type: this.#staticType(), source: { kind: 'seeded', seed, scale } };
    }
    if (reader.tryWord('bytes')) return this.#bytes();
    return this.#recipe(line);
  }

  #bytes(): Constant {
    const reader = this.#reader;
    reader.punctuation('(');
    const name = reader.string();
    reader.punctuation(',');
    const offset = reader.int();
    reader.punctuation(',');
    const length = reader.int();
    reader.punctuation(')');
    const store = this.#options.store?.(name) ?? unreadable(name);
    return { type: this.#staticType(), source: { kind: 'bytes', store, offset, length } };
  }

  #recipe(line: number): Constant {
    const op = this.#op();
    const operands = this.#operands(op, () => this.#named('@', this.#constants));
    const attributes = this.#attributes(op);
    const type = this.#staticType();
    const scratch = new Graph('recipe');
    const values = operands.map((item) => item && scratch.addConstant(item));
    const [inferred] = this.#located(line, () => inferTypes(op, values, attributes, NO_ORIGIN));
    if (inferred !== undefined) this.#expectType(inferred, type, line);
    return { type, source: { kind: 'recipe', op, operands, attributes } };
  }

  #op(): OpDefinition {
    const { line } = this.#reader;
    const name = this.#reader.anyWord();
    const table: OpTable = this.#options.ops ?? builtinOps;
    const op = Object.hasOwn(table, name) ? table[name] : undefined;
    return op ?? this.#reader.fail(`there is no op ${name}`, line);
  }

  #operands<T>(op: OpDefinition, item: () => T): (T | undefined)[] {
    const reader = this.#reader;
    const arities = Object.values(op.operands).map(({ arity }) => arity);
    let index = 0;
    reader.punctuation('(');
    return reader.separated(')', () => {
      const arity = arities[index++] ?? (arities.at(-1) === 'variadic' ? 'variadic' : undefined);
      if (arity === undefined) reader.fail(`${op.name} takes no operand number ${index}`);
      return arity === 'optional' && reader.tryWord('_') ? undefined : item();
    });
  }

  #attributes(op: OpDefinition): Record<string, unknown> {
    const reader = this.#reader;
    const attributes: Record<string, unknown> = {};
    const given = new Set<string>();
    for (const [name, spec] of Object.entries(op.attributes)) attributes[name] = spec.default;
    if (!reader.tryPunctuation('{')) return attributes;
    reader.separated('}', () => {
      const name = reader.anyWord();
      const spec = Object.hasOwn(op.attributes, name) ? op.attributes[name] : undefined;
      if (spec === undefined) return reader.fail(`${op.name} has no attribute ${name}`);
      if (given.has(name)) reader.fail(`attribute ${name} is given twice`);
      given.add(name);
      reader.punctuation('=');
      attributes[name] = spec.parse(this.#attrReader());
    });
    return attributes;
  }

  #attrReader(): AttrReader {
    const reader = this.#reader;
    return {
      int: () => reader.int(),
      float: () => reader.float(),
      string: () => reader.string(),
      word: () => reader.anyWord(),
      dim: () => this.#dim(),
      list: (item) => reader.list(item),
      fail: (message) => reader.fail(message),
      region: () => new GraphParser(reader, this.#options, this.#depth + 1).graph(),
    };
  }

  #use(): Value {
    return this.#named(this.#reader.atSigil('@') ? '@' : '%', this.#values);
  }

  #named<T>(sigil: '%' | '@', known: ReadonlyMap<string, T>): T {
    const { line } = this.#reader;
    const { key, text } = this.#reader.value(sigil);
    return known.get(key) ?? this.#reader.fail(`${sigil}${text} is not defined above`, line);
  }

  #return(): void {
    const reader = this.#reader;
    const outputs: { name: string; value: Value }[] = [];
    while (!reader.atPunctuation('}')) {
      if (outputs.length > 0) reader.punctuation(',');
      const name = reader.name();
      reader.punctuation('=');
      outputs.push({ name, value: this.#use() });
    }
    this.#graph.setOutputs(outputs);
  }

  #define({ key, text }: ValueName, value: Value): void {
    if (this.#values.has(key)) this.#reader.fail(`${key.charAt(0)}${text} is defined twice`);
    this.#values.set(key, value);
  }

  #type(): TensorType {
    const dtype = this.#reader.anyWord();
    if (!isDType(dtype)) return this.#reader.fail(`${dtype} is not a dtype`);
    const { line } = this.#reader;
    const shape = this.#reader.list(() => this.#dim());
    if (shape.some((dim) => typeof dim === 'number' && dim < 0)) {
      this.#reader.fail('a dim is 0 or more', line);
    }
    return { dtype, shape };
  }

  #staticType(): StaticTensorType {
    this.#reader.punctuation(':');
    const type = this.#type();
    return isStaticType(type) ? type : this.#reader.fail('a constant has a known shape');
  }

  #dim(): Dim {
    return dimExpression(this.#reader);
  }

  #expectType(inferred: TensorType, written: TensorType | undefined, line: number): void {
    if (written === undefined || !typeEquals(inferred, written)) {
      const text = written === undefined ? 'nothing' : printType(written);
      this.#reader.fail(`the type is ${printType(inferred)}, not ${text}`, line);
    }
  }

  /** Gives faults of inference the line they belong to. */
  #located<T>(line: number, work: () => T): T {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof DiagnosticError)) throw error;
      const { file } = this.#options;
      throw new DiagnosticError(
        ...error.diagnostics.map((diagnostic) => ({
          ...diagnostic,
          place: { ...(file === undefined ? {} : { file }), line, ...diagnostic.place },
        })),
      );
    }
  }
}

function unreadable(name: string): ByteStore {
  return {
    name,
    size: Number.MAX_SAFE_INTEGER,
    read: () => Promise.reject(new Error(`${name} was not opened with the graph`)),
  };
}
