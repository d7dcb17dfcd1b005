/** Parses the textual form of a graph; the inverse of print.ts, generic over the declarations. */

import type { ByteStore, Constant } from './constant.ts';
import { collect } from './diagnostics.ts';
import type { Result } from './diagnostics.ts';
import { Graph, NO_ORIGIN } from './graph.ts';
import type { Value } from './graph.ts';
import { builtinOps } from './ops/index.ts';
import type { OpTable } from './ops/index.ts';
import { namedOperands } from './operands.ts';
import { CallReader } from './parse-call.ts';
import { parseConstant } from './parse-constant.ts';
import { TokenReader } from './token-reader.ts';
import type { ValueName } from './token-reader.ts';

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
    const tokens = new TokenReader(text, options.file);
    const graph = new GraphParser(tokens, options, 0).graph();
    tokens.end();
    return graph;
  });
}

class GraphParser {
  readonly #tokens: TokenReader;
  readonly #options: ParseOptions;
  readonly #depth: number;
  readonly #calls: CallReader;
  readonly #values = new Map<string, Value>();
  readonly #constants = new Map<string, Constant>();
  #graph = new Graph('');

  constructor(tokens: TokenReader, options: ParseOptions, depth: number) {
    this.#tokens = tokens;
    this.#options = options;
    this.#depth = depth;
    this.#calls = new CallReader(tokens, {
      file: options.file,
      ops: options.ops ?? builtinOps,
      region: () => new GraphParser(tokens, options, depth + 1).graph(),
    });
  }

  graph(): Graph {
    const tokens = this.#tokens;
    if (this.#depth > MAX_REGION_DEPTH) tokens.fail('graphs are nested too deeply');
    tokens.word('graph');
    this.#graph = new Graph(tokens.value('@').text);
    tokens.punctuation('(');
    tokens.separated(')', () => this.#input());
    tokens.punctuation('{');
    while (!tokens.tryWord('return')) {
      if (tokens.atSigil('@')) this.#constant();
      else this.#node();
    }
    this.#return();
    tokens.punctuation('}');
    return this.#graph;
  }

  #input(): void {
    const written = this.#tokens.value('%');
    this.#tokens.punctuation(':');
    this.#define(written, this.#graph.addInput(written.text, this.#calls.type()));
  }

  #constant(): void {
    const written = this.#tokens.value('@');
    this.#tokens.punctuation('=');
    const constant = parseConstant(this.#calls, {
      constants: this.#constants,
      store: this.#options.store,
    });
    this.#constants.set(written.key, constant);
    this.#define(written, this.#graph.addConstant(constant, written.name));
  }

  #node(): void {
    const tokens = this.#tokens;
    const calls = this.#calls;
    const written: ValueName[] = [];
    do written.push(tokens.value('%'));
    while (tokens.tryPunctuation(','));
    tokens.punctuation('=');
    const { line } = tokens;
    const op = calls.op();
    const operands = calls.operands(op, () => this.#use());
    const attributes = calls.attributes(op);
    tokens.punctuation(':');
    const types = [calls.type()];
    while (tokens.tryPunctuation(',')) types.push(calls.type());
    const origin = tokens.origin();
    const { results } = calls.located(line, () =>
      this.#graph.insert({
        op,
        operands: namedOperands(op, operands),
        attributes,
        origin: origin ?? NO_ORIGIN,
        names: written.map(({ name }) => name),
      }),
    );
    const expectCount = (what: string, count: number): void => {
      if (count === results.length) return;
      tokens.fail(`${op.name}: ${count} ${what} instead of ${results.length}`, line);
    };
    expectCount('results', written.length);
    expectCount('types', types.length);
    results.forEach((result, index) => {
      calls.expectType(result.type, types[index], line);
      const name = written[index];
      if (name !== undefined) this.#define(name, result);
    });
  }

  #return(): void {
    const tokens = this.#tokens;
    const outputs: { name: string; value: Value }[] = [];
    while (!tokens.atPunctuation('}')) {
      if (outputs.length > 0) tokens.punctuation(',');
      const name = tokens.name();
      tokens.punctuation('=');
      outputs.push({ name, value: this.#use() });
    }
    this.#graph.setOutputs(outputs);
  }

  #use(): Value {
    return this.#calls.named(this.#tokens.atSigil('@') ? '@' : '%', this.#values);
  }

  #define({ key, text }: ValueName, value: Value): void {
    if (this.#values.has(key)) this.#tokens.fail(`${key.charAt(0)}${text} is defined twice`);
    this.#values.set(key, value);
  }
}
