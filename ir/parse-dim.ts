/** Parses a dim: `4`, `batch`, `2*h*w + 1`, `floor((h + 1)/2)`. */

import { dimAdd, dimFloorDiv, dimMul, dimSub, isDimName, symbol } from './dim.ts';
import type { Dim } from './dim.ts';
import type { TokenReader } from './token-reader.ts';

const MAX_DEPTH = 64;

/** Faults are SNAPC1101; so are numbers that are not exact. */
export function dimExpression(reader: TokenReader): Dim {
  const { line } = reader;
  try {
    return new DimParser(reader).sum();
  } catch (error) {
    if (error instanceof RangeError) return reader.fail(error.message, line);
    throw error;
  }
}

class DimParser {
  readonly #reader: TokenReader;
  #depth = 0;

  constructor(reader: TokenReader) {
    this.#reader = reader;
  }

  /** sum := product (('+' | '-') product)* ; in `h-1` the lexer took the sign for the number's. */
  sum(): Dim {
    const reader = this.#reader;
    let sum = reader.tryPunctuation('-') ? dimMul(this.#product(), -1) : this.#product();
    for (;;) {
      if (reader.tryPunctuation('+')) sum = dimAdd(sum, this.#product());
      else if (reader.tryPunctuation('-')) sum = dimSub(sum, this.#product());
      else if (reader.atNegative()) sum = dimAdd(sum, this.#product());
      else return sum;
    }
  }

  #product(): Dim {
    let result = this.#factor();
    while (this.#reader.tryPunctuation('*')) result = dimMul(result, this.#factor());
    return result;
  }

  #factor(): Dim {
    const reader = this.#reader;
    if (reader.tryPunctuation('(')) {
      const inner = this.#deeper(() => this.sum());
      reader.punctuation(')');
      return inner;
    }
    if (reader.tryWord('floor')) {
      reader.punctuation('(');
      const inner = this.#deeper(() => this.#product());
      reader.punctuation('/');
      const by = reader.int();
      reader.punctuation(')');
      return by > 0 ? dimFloorDiv(inner, by) : reader.fail('a dim is divided by a positive number');
    }
    if (!reader.atWord()) return reader.int();
    const { line } = reader;
    const name = reader.anyWord();
    return isDimName(name) ? symbol(name) : reader.fail(`${name} is not a name for a dim`, line);
  }

  #deeper(read: () => Dim): Dim {
    if (++this.#depth > MAX_DEPTH) this.#reader.fail('the dim is nested too deeply');
    const inner = read();
    this.#depth--;
    return inner;
  }
}
