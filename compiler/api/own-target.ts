/** Wraps a target of the user's: what it throws, or answers that is no answer, is told by its name. */

import { DiagnosticError } from '../../ir/diagnostics.ts';
import { OpFault } from '../../ir/op-fault.ts';
import { kindOf, reasonOf } from '../../ir/thrown.ts';
import { isRecord } from '../../ir/record.ts';
import type { Target } from '../../targets/target.ts';
import type { Watch } from '../pipeline.ts';
import { targetFailed } from './config-diagnostics.ts';
import { GuardedSink } from './own-target-sink.ts';

type Check = (value: unknown) => boolean;

export function guardTarget(target: Target, watch?: Watch): Target {
  const { name } = target;
  const fail = (part: string, reason: string): never => {
    throw new DiagnosticError(targetFailed(name, part, reason));
  };
  const caught = (part: string, error: unknown): never => {
    if (error instanceof DiagnosticError || error instanceof OpFault) throw error;
    return fail(part, reasonOf(error));
  };
  const sync = <T>(part: string, check: Check, work: () => T): T => {
    const leave = watch?.(`${part} of target ${name}`);
    try {
      const value = work();
      return check(value) ? value : fail(part, `it gave ${kindOf(value)}`);
    } catch (error) {
      return caught(part, error);
    } finally {
      leave?.();
    }
  };
  return {
    ...target,
    supports: (context) => sync('supports', isList(isDiagnostic), () => target.supports(context)),
    pipeline: (context) =>
      sync('pipeline', isList(isStep), () => target.pipeline(context)).map((step) => ({
        ...step,
        own: true,
      })),
    legal: (graph, context) =>
      sync('legal', isList(isDiagnostic), () => target.legal(graph, context)),
    emit: async (graph, context, sink) => {
      const leave = watch?.(`emit of target ${name}`);
      const guarded = new GuardedSink(sink, (reason) => fail('emit', reason));
      try {
        const emitted = await target.emit(graph, context, guarded);
        guarded.end();
        const { inputs, outputs } = context.interface;
        const complete =
          isRecord(emitted) &&
          isList(isText)(emitted.inputs) &&
          isList(isText)(emitted.outputs) &&
          isRecord(emitted.figures) &&
          Object.values(emitted.figures).every(Number.isFinite) &&
          emitted.inputs.length === inputs.length &&
          emitted.outputs.length === outputs.length;
        return complete ? emitted : fail('emit', 'it did not give { inputs, outputs, figures }');
      } catch (error) {
        return caught('emit', error);
      } finally {
        leave?.();
      }
    },
  };
}

function isList(item: Check): Check {
  return (value) => Array.isArray(value) && value.every(item);
}

const isText: Check = (value) => typeof value === 'string';
const isDiagnostic: Check = (value) =>
  isRecord(value) && ['code', 'severity', 'message'].every((key) => isText(value[key]));
const isStep: Check = (value) =>
  isRecord(value) &&
  isRecord(value['pass']) &&
  typeof value['pass']['run'] === 'function' &&
  isRecord(value['options']);
