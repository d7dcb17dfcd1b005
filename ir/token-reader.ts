/** A cursor over tokens with the small readings that the parser is made of. */

import { DiagnosticError } from './diagnostics.ts';
import type { Origin } from './graph.ts';
import { syntaxFault, tokenize } from './tokens.ts';
import type { Token } from './tokens.ts';

/** `onnx: "/down/Conv_3", "x"; passes: fold-constants`, or one half of it. */
const ORIGIN = /^(?:onnx: ((?:"(?:[^"\\]|\\.)*"(?:, )?)*))?(?:; )?(?:passes: (.*))?$/;

const END: Token = { kind: 'end', text: 'end of text', line: 1 };

/** How a value is written. */
export interface ValueName {
  /** Equal for the same value, different for all others. */
  readonly key: string;
  /** Without its sigil and quotes. */
  readonly text: string;
  readonly name: string | undefined;
}

export class TokenReader {
  readonly #tokens: readonly Token[];
  readonly #file: string | undefined;
  #at = 0;

  constructor(text: string, file: string | undefined) {
    this.#tokens = tokenize(text, file);
    this.#file = file;
  }

  /** Line of the next token. */
  get line(): number {
    return this.#peek().line;
  }

  fail(message: string, line = this.line): never {
    throw new DiagnosticError(syntaxFault(message, line, this.#file));
  }

  end(): void {
    if (this.#peek().kind !== 'end') this.#expected('the end of the text');
  }

  atPunctuation(text: string): boolean {
    const token = this.#peek();
    return token.kind === 'punctuation' && token.text === text;
  }

  atSigil(sigil: '%' | '@'): boolean {
    const token = this.#peek();
    return token.kind === 'value' && token.text.startsWith(sigil);
  }

  /** At a number whose sign was written before it. */
  atNegative(): boolean {
    const token = this.#peek();
    return token.kind === 'number' && token.text.startsWith('-');
  }

  atWord(): boolean {
    return this.#peek().kind === 'word';
  }

  tryPunctuation(text: string): boolean {
    if (!this.atPunctuation(text)) return false;
    this.#next();
    return true;
  }

  tryWord(text: string): boolean {
    const token = this.#peek();
    if (token.kind !== 'word' || token.text !== text) return false;
    this.#next();
    return true;
  }

  punctuation(text: string): void {
    if (!this.tryPunctuation(text)) this.#expected(`"${text}"`);
  }

  word(text: string): void {
    if (!this.tryWord(text)) this.#expected(`"${text}"`);
  }

  anyWord(): string {
    const token = this.#peek();
    if (token.kind !== 'word') return this.#expected('a word');
    return this.#next().text;
  }

  string(): string {
    return this.#peek().kind === 'string' ? this.#next().text : this.#expected('a string');
  }

  /** An identifier or a string. */
  name(): string {
    return this.#peek().kind === 'string' ? this.string() : this.anyWord();
  }

  /** `%0` is a number, `%x` and `%"0"` are names: only names are kept with the value. */
  value(sigil: '%' | '@'): ValueName {
    if (!this.atSigil(sigil)) return this.#expected(`a value that starts with ${sigil}`);
    const token = this.#next();
    const text = token.text.slice(1);
    const numbered = token.quoted !== true && /^\d+$/.test(text);
    // A number is no JSON string, so that no name is taken for one.
    const key = numbered ? token.text : `${sigil}${JSON.stringify(text)}`;
    return { key, text, name: numbered ? undefined : text };
  }

  int(): number {
    const value = Number(this.#number('an integer'));
    return Number.isSafeInteger(value) ? value : this.fail('expected an integer');
  }

  float(): number {
    const token = this.#peek();
    if (token.kind === 'word' && /^(nan|inf)$/.test(token.text)) {
      this.#next();
      return token.text === 'nan' ? NaN : Infinity;
    }
    if (this.tryPunctuation('-')) {
      this.word('inf');
      return -Infinity;
    }
    return Number(this.#number('a number'));
  }

  /** A tensor element: integers beyond the safe range stay exact. */
  element(): number | bigint {
    const token = this.#peek();
    if (token.kind === 'number' && /^-?\d+$/.test(token.text)) {
      const number = Number(token.text);
      if (!Number.isSafeInteger(number)) {
        this.#next();
        return BigInt(token.text);
      }
    }
    return this.float();
  }

  list<T>(item: () => T): T[] {
    this.punctuation('[');
    return this.separated(']', item);
  }

  /** Items with commas between them up to the closing mark, which is consumed. */
  separated<T>(close: string, item: () => T): T[] {
    const items: T[] = [];
    while (!this.tryPunctuation(close)) {
      if (items.length > 0) this.punctuation(',');
      items.push(item());
    }
    return items;
  }

  /** The origin comment at the end of a node's line. */
  origin(): Origin | undefined {
    const token = this.#tokens[this.#at];
    if (token?.kind !== 'origin') return undefined;
    this.#at++;
    const [, onnx = '', passes = ''] = ORIGIN.exec(token.text) ?? [];
    return {
      onnx: (onnx.match(/"(?:[^"\\]|\\.)*"/g) ?? []).map((name) => this.#json(name)),
      passes: passes.split(', ').filter((name) => name.length > 0),
    };
  }

  #json(text: string): string {
    try {
      return String(JSON.parse(text));
    } catch {
      return this.fail(`bad string ${text}`);
    }
  }

  #number(what: string): string {
    return this.#peek().kind === 'number' ? this.#next().text : this.#expected(what);
  }

  #expected(what: string): never {
    return this.fail(`expected ${what}, found ${this.#peek().text}`);
  }

  /** The next token without moving; origin comments count only where `origin` asks for them. */
  #peek(): Token {
    return this.#tokens[this.#index()] ?? END;
  }

  #next(): Token {
    const index = this.#index();
    this.#at = index + 1;
    return this.#tokens[index] ?? END;
  }

  #index(): number {
    let index = this.#at;
    while (this.#tokens[index]?.kind === 'origin') index++;
    return index;
  }
}
