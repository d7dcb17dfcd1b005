/** Parses a dim: `4`, `batch`, `2*h*w + 1`, `floor((h + 1)/2)`. */

import { dimAdd, dimFloorDiv, dimMul, dimSub, symbol } from './dim.ts';
import type { Dim } from './dim.ts';
import type { TokenReader } from './token-reader.ts';

/** sum := product (('+' | '-') product)* ; a number with a sign may follow directly. */
export function dimExpression(reader: TokenReader): Dim {
  let sum = reader.tryPunctuation('-') ? dimMul(product(reader), -1) : product(reader);
  for (;;) {
    if (reader.tryPunctuation('+')) sum = dimAdd(sum, product(reader));
    else if (reader.tryPunctuation('-')) sum = dimSub(sum, product(reader));
    else return sum;
  }
}

function product(reader: TokenReader): Dim {
  let result = factor(reader);
  while (reader.tryPunctuation('*')) result = dimMul(result, factor(reader));
  return result;
}

function factor(reader: TokenReader): Dim {
  if (reader.tryPunctuation('(')) {
    const inner = dimExpression(reader);
    reader.punctuation(')');
    return inner;
  }
  if (reader.tryWord('floor')) {
    reader.punctuation('(');
    const inner = factor(reader);
    reader.punctuation('/');
    const by = reader.int();
    reader.punctuation(')');
    return by > 0 ? dimFloorDiv(inner, by) : reader.fail('a dim is divided by a positive number');
  }
  if (reader.atWord()) return symbol(reader.anyWord());
  return reader.int();
}
