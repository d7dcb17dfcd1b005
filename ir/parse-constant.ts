/** Parses the right side of a constant's line: elements, a fill, a range of a file, or a recipe. */

import { dataConstant, splatConstant } from './constant.ts';
import type { ByteStore, Constant } from './constant.ts';
import { Graph, NO_ORIGIN } from './graph.ts';
import { inferTypes } from './infer-types.ts';
import type { CallReader } from './parse-call.ts';
import { tensorFrom } from './tensor.ts';
import { elementCount, printType } from './types.ts';

export interface KnownConstants {
  /** By the keys of their names. */
  readonly constants: ReadonlyMap<string, Constant>;
  /** Opens the files that `bytes(...)` names. */
  readonly store: ((name: string) => ByteStore) | undefined;
}

export function parseConstant(calls: CallReader, known: KnownConstants): Constant {
  const { tokens } = calls;
  const { line } = tokens;
  if (tokens.tryWord('dense')) {
    const items = tokens.list(() => tokens.element());
    const type = calls.staticType();
    if (items.length !== elementCount(type.shape)) {
      tokens.fail(`${items.length} values for ${printType(type)}`, line);
    }
    return dataConstant(tensorFrom(type.dtype, type.shape, items));
  }
  if (tokens.tryWord('splat')) {
    const value = tokens.element();
    return splatConstant(calls.staticType(), value);
  }
  if (tokens.tryWord('seeded')) {
    const seed = tokens.int();
    const scale = tokens.float();
    return { type: calls.staticType(), source: { kind: 'seeded', seed, scale } };
  }
  return tokens.tryWord('bytes') ? parseBytes(calls, known) : parseRecipe(calls, known);
}

/** `bytes("model.onnx_data", 4096, 64) : f16[4,8]` */
function parseBytes(calls: CallReader, known: KnownConstants): Constant {
  const { tokens } = calls;
  tokens.punctuation('(');
  const name = tokens.string();
  tokens.punctuation(',');
  const offset = tokens.int();
  tokens.punctuation(',');
  const length = tokens.int();
  tokens.punctuation(')');
  const store = known.store?.(name) ?? unreadable(name);
  return { type: calls.staticType(), source: { kind: 'bytes', store, offset, length } };
}

/** `transpose(@w) {perm=[1, 0]} : f32[8,4]` */
function parseRecipe(calls: CallReader, { constants }: KnownConstants): Constant {
  const { line } = calls.tokens;
  const op = calls.op();
  const operands = calls.operands(op, () => calls.named('@', constants));
  const attributes = calls.attributes(op);
  const type = calls.staticType();
  const scratch = new Graph('recipe');
  const values = operands.map((item) => item && scratch.addConstant(item));
  const [inferred] = calls.located(line, () => inferTypes(op, values, attributes, NO_ORIGIN));
  if (inferred !== undefined) calls.expectType(inferred, type, line);
  return { type, source: { kind: 'recipe', op, operands, attributes } };
}

function unreadable(name: string): ByteStore {
  return {
    name,
    size: Number.MAX_SAFE_INTEGER,
    read: () => Promise.reject(new Error(`${name} was not opened with the graph`)),
  };
}
