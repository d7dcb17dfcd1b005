/** Reads what nodes and recipes have in common: the op, its operands, its attributes and the types. */

import type { AttrReader } from './attr.ts';
import type { OpDefinition } from './define.ts';
import { DiagnosticError } from './diagnostics.ts';
import type { OpTable } from './ops/index.ts';
import { dimExpression } from './parse-dim.ts';
import type { TokenReader } from './token-reader.ts';
import { isDType, isStaticType, printType, typeEquals } from './types.ts';
import type { StaticTensorType, TensorType } from './types.ts';

export interface CallContext {
  /** Shown in diagnostics. */
  readonly file: string | undefined;
  /** The ops that may occur. */
  readonly ops: OpTable;
  /** Reads a graph in an attribute. */
  readonly region: () => unknown;
}

export class CallReader {
  readonly tokens: TokenReader;
  readonly #context: CallContext;

  constructor(tokens: TokenReader, context: CallContext) {
    this.tokens = tokens;
    this.#context = context;
  }

  op(): OpDefinition {
    const { line } = this.tokens;
    const name = this.tokens.anyWord();
    const { ops } = this.#context;
    const op = Object.hasOwn(ops, name) ? ops[name] : undefined;
    return op ?? this.tokens.fail(`there is no op ${name}`, line);
  }

  operands<T>(op: OpDefinition, item: () => T): (T | undefined)[] {
    const { tokens } = this;
    const arities = Object.values(op.operands).map(({ arity }) => arity);
    let index = 0;
    tokens.punctuation('(');
    return tokens.separated(')', () => {
      const arity = arities[index++] ?? (arities.at(-1) === 'variadic' ? 'variadic' : undefined);
      if (arity === undefined) tokens.fail(`${op.name} takes no operand number ${index}`);
      return arity === 'optional' && tokens.tryWord('_') ? undefined : item();
    });
  }

  attributes(op: OpDefinition): Record<string, unknown> {
    const { tokens } = this;
    const attributes: Record<string, unknown> = {};
    const given = new Set<string>();
    for (const [name, spec] of Object.entries(op.attributes)) attributes[name] = spec.default;
    if (!tokens.tryPunctuation('{')) return attributes;
    tokens.separated('}', () => {
      const name = tokens.anyWord();
      const spec = Object.hasOwn(op.attributes, name) ? op.attributes[name] : undefined;
      if (spec === undefined) return tokens.fail(`${op.name} has no attribute ${name}`);
      if (given.has(name)) tokens.fail(`attribute ${name} is given twice`);
      given.add(name);
      tokens.punctuation('=');
      attributes[name] = spec.parse(this.#attrReader());
    });
    return attributes;
  }

  #attrReader(): AttrReader {
    const { tokens } = this;
    return {
      int: () => tokens.int(),
      float: () => tokens.float(),
      string: () => tokens.string(),
      word: () => tokens.anyWord(),
      dim: () => dimExpression(tokens),
      list: (item) => tokens.list(item),
      fail: (message) => tokens.fail(message),
      region: this.#context.region,
    };
  }

  /** What is known under the name that comes next. */
  named<T>(sigil: '%' | '@', known: ReadonlyMap<string, T>): T {
    const { line } = this.tokens;
    const { key, text } = this.tokens.value(sigil);
    return known.get(key) ?? this.tokens.fail(`${sigil}${text} is not defined above`, line);
  }

  type(): TensorType {
    const { tokens } = this;
    const dtype = tokens.anyWord();
    if (!isDType(dtype)) return tokens.fail(`${dtype} is not a dtype`);
    const { line } = tokens;
    const shape = tokens.list(() => dimExpression(tokens));
    if (shape.some((dim) => typeof dim === 'number' && dim < 0)) {
      tokens.fail('a dim is 0 or more', line);
    }
    return { dtype, shape };
  }

  /** The type of a constant, after its colon. */
  staticType(): StaticTensorType {
    this.tokens.punctuation(':');
    const type = this.type();
    return isStaticType(type) ? type : this.tokens.fail('a constant has a known shape');
  }

  expectType(inferred: TensorType, written: TensorType | undefined, line: number): void {
    if (written === undefined || !typeEquals(inferred, written)) {
      const text = written === undefined ? 'nothing' : printType(written);
      this.tokens.fail(`the type is ${printType(inferred)}, not ${text}`, line);
    }
  }

  /** Gives faults of inference the line they belong to. */
  located<T>(line: number, work: () => T): T {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof DiagnosticError)) throw error;
      const { file } = this.#context;
      throw new DiagnosticError(
        ...error.diagnostics.map((diagnostic) => ({
          ...diagnostic,
          place: { ...(file === undefined ? {} : { file }), line, ...diagnostic.place },
        })),
      );
    }
  }
}
