/** Wraps calibration data of the user's: what its code throws, or yields that is no input, is told as its fault. */

import { DiagnosticError } from '../../ir/diagnostics.ts';
import { kindOf, reasonOf } from '../../ir/thrown.ts';
import { isRecord } from '../../ir/record.ts';
import type { Calibration, CalibrationInputs } from '../calibrate/calibration.ts';
import { badRun } from '../calibrate/diagnostics.ts';
import type { CalibrationMethod } from '../calibrate/method.ts';
import type { Watch } from '../pipeline.ts';

const SOURCE = 'the calibration data of the config';

export function guardCalibration(
  begin: (graph: unknown) => unknown,
  watch: Watch | undefined,
): Calibration {
  const guarded = async (work: () => unknown): Promise<unknown> => {
    const leave = watch?.(SOURCE);
    try {
      return await work();
    } catch (error) {
      if (error instanceof DiagnosticError) throw error;
      throw new DiagnosticError(badRun(SOURCE, `it threw ${reasonOf(error)}`));
    } finally {
      leave?.();
    }
  };
  return async function* (graph) {
    const runs = await guarded(() => begin(graph));
    if (!isIterator(runs)) {
      throw new DiagnosticError(badRun(SOURCE, `it gave ${kindOf(runs)}`));
    }
    let outputs: CalibrationInputs | undefined;
    for (;;) {
      const told = outputs;
      const step = await guarded(() => runs.next(told));
      if (!isRecord(step)) throw new DiagnosticError(badRun(SOURCE, `it gave ${kindOf(step)}`));
      if (step['done'] === true) return;
      const inputs = step['value'];
      if (!isInputs(inputs)) {
        throw new DiagnosticError(badRun(SOURCE, `it yielded ${kindOf(inputs)}`));
      }
      outputs = yield inputs;
    }
  };
}

/** Ranges that are none would make scales that are none. */
export function guardMethod(
  method: CalibrationMethod,
  watch: Watch | undefined,
): CalibrationMethod {
  const source = `calibration method ${method.name}`;
  const sync = <T>(work: () => T): T => {
    const leave = watch?.(source);
    try {
      return work();
    } catch (error) {
      if (error instanceof DiagnosticError) throw error;
      throw new DiagnosticError(badRun(source, `it threw ${reasonOf(error)}`));
    } finally {
      leave?.();
    }
  };
  return {
    ...method,
    begin: (settings) => {
      const collector = sync(() => method.begin(settings));
      return {
        add: (values) => sync(() => collector.add(values)),
        range: () => {
          const range: unknown = sync(() => collector.range());
          const { low, high } = isRecord(range) ? range : {};
          if (Number.isFinite(low) && Number.isFinite(high) && Number(low) <= Number(high)) {
            return { low: Math.min(0, Number(low)), high: Math.max(0, Number(high)) };
          }
          throw new DiagnosticError(badRun(source, 'it did not give { low, high }'));
        },
      };
    },
  };
}

function isIterator(value: unknown): value is { readonly next: (told: unknown) => unknown } {
  return isRecord(value) && typeof value['next'] === 'function';
}

function isInputs(value: unknown): value is CalibrationInputs {
  if (!(value instanceof Map)) return false;
  for (const [name, tensor] of value as ReadonlyMap<unknown, unknown>) {
    const sound =
      typeof name === 'string' &&
      isRecord(tensor) &&
      typeof tensor['dtype'] === 'string' &&
      Array.isArray(tensor['shape']) &&
      ArrayBuffer.isView(tensor['data']);
    if (!sound) return false;
  }
  return true;
}
