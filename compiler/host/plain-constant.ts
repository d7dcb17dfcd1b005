/** Constants as plain data, so that another thread can compute them: ops by name, files by what opens them there. */

import type { ByteStore, Constant } from '../../ir/constant.ts';
import type { AttributeMap } from '../../ir/define.ts';
import { builtinOps } from '../../ir/ops/index.ts';
import type { OpTable } from '../../ir/ops/index.ts';
import type { Tensor } from '../../ir/tensor.ts';
import type { StaticTensorType } from '../../ir/types.ts';

/** `F` says which file, in the host's words. */
export interface PlainConstant<F> {
  readonly type: StaticTensorType;
  readonly source:
    | {
        readonly kind: 'bytes';
        readonly file: F;
        readonly offset: number;
        readonly length: number;
      }
    | { readonly kind: 'data'; readonly tensor: Tensor }
    | { readonly kind: 'splat'; readonly value: number | bigint }
    | { readonly kind: 'seeded'; readonly seed: number; readonly scale: number }
    | {
        readonly kind: 'recipe';
        readonly op: string;
        readonly operands: readonly (PlainConstant<F> | undefined)[];
        readonly attributes: AttributeMap;
      };
}

const OPS: OpTable = builtinOps;

/** Undefined where a file cannot be named, or an op is the user's own. */
export function toPlain<F>(
  { type, source }: Constant,
  fileOf: (store: ByteStore) => F | undefined,
): PlainConstant<F> | undefined {
  switch (source.kind) {
    case 'bytes': {
      const { kind, store, offset, length } = source;
      const file = fileOf(store);
      return file && { type, source: { kind, file, offset, length } };
    }
    case 'recipe': {
      const { kind, op, attributes } = source;
      if (OPS[op.name] !== op) return undefined;
      const operands: (PlainConstant<F> | undefined)[] = [];
      for (const operand of source.operands) {
        const plain = operand && toPlain(operand, fileOf);
        if (operand !== undefined && plain === undefined) return undefined;
        operands.push(plain);
      }
      return { type, source: { kind, op: op.name, operands, attributes } };
    }
    case 'data':
    case 'splat':
    case 'seeded':
      return { type, source };
  }
}

/** The inverse of toPlain. */
export function fromPlain<F>(
  { type, source }: PlainConstant<F>,
  open: (file: F) => ByteStore,
): Constant {
  switch (source.kind) {
    case 'bytes': {
      const { kind, file, offset, length } = source;
      return { type, source: { kind, store: open(file), offset, length } };
    }
    case 'recipe': {
      const { kind, attributes } = source;
      const op = OPS[source.op];
      if (op === undefined) throw new Error(`there is no op ${source.op}`);
      const operands = source.operands.map((operand) => operand && fromPlain(operand, open));
      return { type, source: { kind, op, operands, attributes } };
    }
    case 'data':
    case 'splat':
    case 'seeded':
      return { type, source };
  }
}
