/** defineOp and defineComposite for the user's ops: typed lowerings, and whatever of them fails is told by the op's name. */

import { defineComposite as compositeOp } from '../../ir/define-composite.ts';
import type { CompositeDeclaration } from '../../ir/define-composite.ts';
import { defineOp as coreOp } from '../../ir/define.ts';
import type {
  AttrSpecs,
  OpDeclaration,
  OpDefinition,
  OperandSpecs,
  TypedOp,
} from '../../ir/define.ts';
import { DiagnosticError } from '../../ir/diagnostics.ts';
import { OpFault } from '../../ir/op-fault.ts';
import type { OpPart } from '../../ir/op-fault.ts';
import { kindOf } from '../../ir/thrown.ts';
import { isRecord } from '../../ir/record.ts';
import type { Watch } from '../pipeline.ts';
import { targetLowerings } from './own-lowerings.ts';
import type { OwnLowerings } from './own-lowerings.ts';

interface WithLowerings<O extends OperandSpecs, A extends AttrSpecs> {
  readonly lowerings?: OwnLowerings<O, A>;
}

export function defineOp<
  const O extends OperandSpecs,
  const A extends AttrSpecs,
  const R extends readonly string[] | undefined = undefined,
>(declaration: OpDeclaration<O, A, R> & WithLowerings<O, A>): TypedOp<O, A, R> {
  return guardOp(coreOp<O, A, R>(declaration));
}

export function defineComposite<
  const O extends OperandSpecs,
  const A extends AttrSpecs,
  const R extends readonly string[] | undefined = undefined,
>(declaration: CompositeDeclaration<O, A, R> & WithLowerings<O, A>): TypedOp<O, A, R> {
  return guardOp(compositeOp<O, A, R>(declaration));
}

let watch: Watch | undefined;

/** Of the process that runs a command: ops are called from everywhere, and nothing inside could stop one that loops. */
export function watchOps(by: Watch | undefined): void {
  watch = by;
}

/** `infer` and `evaluate` are guarded where they are called, since built-in ops are too. */
function guardOp<
  O extends OperandSpecs,
  A extends AttrSpecs,
  R extends readonly string[] | undefined,
>(op: TypedOp<O, A, R>): TypedOp<O, A, R> {
  const { infer, evaluate, cost, fold, decompose, lowerings } = op;
  const within = <T>(part: OpPart, work: () => T): T => {
    const leave = watch?.(`${part} of op ${op.name}`);
    try {
      return work();
    } finally {
      leave?.();
    }
  };
  const told = <T>(part: OpPart, work: () => T, refuses = false): T => {
    try {
      return within(part, work);
    } catch (error) {
      if (error instanceof OpFault || (refuses && error instanceof DiagnosticError)) throw error;
      throw new OpFault(guarded, part, error);
    }
  };
  const checked = <T>(part: OpPart, isResult: (value: T) => boolean, work: () => T): T => {
    const value = told(part, work);
    if (isResult(value)) return value;
    throw new OpFault(guarded, part, `it gave ${kindOf(value)}`);
  };
  const calls: Pick<OpDefinition, 'cost' | 'fold' | 'decompose'> = {
    cost: (...args) => checked('cost', isCost, () => cost(...args)),
    ...(fold && {
      fold: (...args) =>
        checked(
          'fold',
          (value) => isFolded(op, value),
          () => fold(...args),
        ),
    }),
    ...(decompose && {
      decompose: (...args) => checked('decompose', areValues, () => decompose(...args)),
    }),
  };
  const guarded: TypedOp<O, A, R> = {
    ...op,
    ...calls,
    infer: (...args) => within('infer', () => infer(...args)),
    evaluate: (...args) => within('evaluate', () => evaluate(...args)),
    ...(lowerings && {
      lowerings: targetLowerings(op, lowerings, (target, work, isResult) => {
        const part: OpPart = `lowering for ${target}`;
        // What a lowering refuses by its request is no fault of it.
        const value = told(part, work, true);
        if (isResult(value)) return value;
        throw new OpFault(guarded, part, `it gave ${kindOf(value)}`);
      }),
    }),
  };
  return guarded;
}

function isCost(value: unknown): boolean {
  return isRecord(value) && Number.isFinite(value['flops']);
}

function isFolded({ operands }: OpDefinition, value: unknown): boolean {
  if (value === undefined) return true;
  if (!isRecord(value)) return false;
  const { operand, constant } = value;
  return typeof operand === 'string'
    ? Object.hasOwn(operands, operand)
    : isRecord(constant) && ArrayBuffer.isView(constant['data']);
}

function areValues(value: unknown): boolean {
  return [value].flat().every((item) => isRecord(item) && isRecord(item['type']));
}
