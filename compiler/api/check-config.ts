/** Checks what a config exports and joins it with what is built in; every fault is found in one go. */

import type { OpDefinition } from '../../ir/define.ts';
import { failure, success } from '../../ir/diagnostics.ts';
import type { Result } from '../../ir/diagnostics.ts';
import { builtinOps } from '../../ir/ops/index.ts';
import type { OpTable } from '../../ir/ops/index.ts';
import { kindOf, reasonOf } from '../../ir/thrown.ts';
import { isRecord } from '../../ir/record.ts';
import { builtInDevices, parseDevice } from '../../targets/devices/index.ts';
import type { Device } from '../../targets/devices/index.ts';
import { nearest } from '../../targets/devices/nearest.ts';
import { targets as builtInTargets } from '../../targets/index.ts';
import type { Target } from '../../targets/target.ts';
import type { Calibration } from '../calibrate/calibration.ts';
import type { CalibrationMethod } from '../calibrate/method.ts';
import { calibrationMethods as builtInMethods } from '../calibrate/methods/index.ts';
import type { PassStep } from '../pass.ts';
import { fillOptions } from '../pass-guard.ts';
import { passes as builtInPasses } from '../passes/index.ts';
import { parseSteps } from '../passes/parse-steps.ts';
import type { Watch } from '../pipeline.ts';
import type { AddedPass } from '../prepare.ts';
import {
  beforeAndAfter,
  hostileConfig,
  takenName,
  unknownTargetName,
  wrongKind,
} from './config-diagnostics.ts';
import { ConfigFaults } from './config-faults.ts';
import { guardCalibration, guardMethod } from './guard-calibration.ts';
import { isMethod, isOp, isPass, isTarget, lackOf } from './config-shapes.ts';
import { isLowering } from './own-lowerings.ts';
import { guardTarget } from './own-target.ts';
import type { Registry } from './registry.ts';

/** `file` is what diagnostics call the config. */
export function checkConfig(config: unknown, file: string, watch?: Watch): Result<Registry> {
  try {
    return new Checker(file, watch).registry(config);
  } catch (error) {
    return failure([hostileConfig(reasonOf(error), { file, path: '$' })]);
  }
}

const KEYS = ['passes', 'targets', 'devices', 'ops', 'calibration', 'calibrationMethods'];
const PASS_KEYS = ['pass', 'before', 'after', 'targets'];

class Checker {
  readonly #faults: ConfigFaults;
  readonly #watch: Watch | undefined;

  constructor(file: string, watch: Watch | undefined) {
    this.#faults = new ConfigFaults(file);
    this.#watch = watch;
  }

  registry(config: unknown): Result<Registry> {
    if (!isRecord(config)) {
      const hint = 'export default defineConfig({ ... })';
      return failure([wrongKind('a config', kindOf(config), hint, this.#faults.place('$'))]);
    }
    this.#faults.keys(config, KEYS, '$');
    const ownTargets = this.#targets(config['targets']);
    const devices = [...builtInDevices, ...this.#devices(config['devices'])];
    const targets = [...builtInTargets, ...ownTargets];
    const ownOps = this.#ops(config['ops'], targets);
    const added = this.#passes(config['passes'], targets);
    const calibration = this.#calibration(config['calibration']);
    const calibrationMethods = this.#methods(config['calibrationMethods']);
    if (this.#faults.found.length > 0) return failure(this.#faults.found);
    const passes = { ...builtInPasses };
    for (const { step } of added) passes[step.pass.name] = step.pass;
    const ops = { ...builtinOps, ...ownOps };
    return success({
      targets,
      devices,
      ops,
      passes,
      added,
      ownOps,
      calibrationMethods,
      ...(calibration === undefined ? {} : { calibration }),
    });
  }

  #ops(value: unknown, targets: readonly Target[]): OpTable {
    const taken = new Set(Object.keys(builtinOps));
    const own: Record<string, OpDefinition> = {};
    for (const [index, op] of this.#faults.list(value, '$.ops').entries()) {
      const path = `$.ops[${index}]`;
      if (!isOp(op)) {
        this.#faults.wrong(
          'an op',
          op,
          path,
          cure('op', op, 'make it with defineOp or defineComposite'),
        );
      } else if (this.#faults.claim('op', op.name, taken, path)) {
        own[op.name] = op;
        this.#lowerings(op, targets, `${path}.lowerings`);
      }
    }
    return own;
  }

  #lowerings({ lowerings = {} }: OpDefinition, targets: readonly Target[], path: string): void {
    const names = Object.keys(lowerings);
    this.#targetNames(names, targets, path);
    for (const name of names) {
      if (isLowering(name, lowerings[name])) continue;
      const hint = 'give a function of (operands, attributes, request)';
      this.#faults.wrong(`a lowering for ${name}`, lowerings[name], `${path}.${name}`, hint);
    }
  }

  #targets(value: unknown): Target[] {
    const taken = new Set(builtInTargets.map((target) => target.name));
    return this.#faults.list(value, '$.targets').flatMap((target, index) => {
      const path = `$.targets[${index}]`;
      if (!isTarget(target)) {
        this.#faults.wrong(
          'a target',
          target,
          path,
          cure('target', target, 'make it with defineTarget'),
        );
        return [];
      }
      const free = this.#faults.claim('target', target.name, taken, path);
      return free ? [guardTarget(target, this.#watch)] : [];
    });
  }

  #devices(value: unknown): Device[] {
    const taken = new Set(builtInDevices.map((device) => device.name));
    return this.#faults.list(value, '$.devices').flatMap((given, index) => {
      const path = `$.devices[${index}]`;
      const device = parseDevice(given, this.#faults.file);
      if (!device.ok) {
        for (const found of device.diagnostics) {
          const inner = found.place?.path?.replace(/^\$/, path) ?? path;
          this.#faults.push({ ...found, place: { ...found.place, path: inner } });
        }
        return [];
      }
      return this.#faults.claim('device', device.value.name, taken, path) ? [device.value] : [];
    });
  }

  #passes(value: unknown, targets: readonly Target[]): AddedPass[] {
    const names = new Map(Object.values(builtInPasses).map((pass) => [pass.name, pass.run]));
    return this.#faults.list(value, '$.passes').flatMap((entry, index): AddedPass[] => {
      const path = `$.passes[${index}]`;
      if (!isRecord(entry) || !('pass' in entry)) {
        this.#faults.wrong('{ pass, before?, after?, targets? }', entry, path);
        return [];
      }
      this.#faults.keys(entry, PASS_KEYS, path);
      const step = this.#step(entry['pass'], `${path}.pass`);
      const before = this.#faults.word(entry['before'], `${path}.before`);
      const after = this.#faults.word(entry['after'], `${path}.after`);
      if (before !== undefined && after !== undefined) {
        this.#faults.push(beforeAndAfter(this.#faults.place(path)));
      }
      const only = this.#targetNames(entry['targets'], targets, `${path}.targets`);
      if (step === undefined) return [];
      const { name, run } = step.pass;
      fillOptions(step, this.#faults.found);
      this.#faults.name('pass', name, `${path}.pass`);
      if ((names.get(name) ?? run) !== run) {
        this.#faults.push(takenName('pass', name, this.#faults.place(`${path}.pass`)));
      }
      names.set(name, run);
      return [
        {
          step,
          ...(before === undefined ? {} : { before }),
          ...(after === undefined ? {} : { after }),
          ...(only === undefined ? {} : { targets: only }),
        },
      ];
    });
  }

  #step(value: unknown, path: string): PassStep | undefined {
    if (typeof value === 'string') {
      const steps = parseSteps(value, builtInPasses);
      if (steps.ok && steps.value.length === 1) return steps.value[0];
      const faults = steps.ok ? [] : steps.diagnostics;
      for (const fault of faults) this.#faults.push({ ...fault, place: this.#faults.place(path) });
      if (steps.ok)
        this.#faults.wrong('one pass', value, path, 'give each pass an entry of its own');
      return undefined;
    }
    const step = isRecord(value) && 'pass' in value ? value : { pass: value, options: {} };
    const { pass, options } = step;
    if (isPass(pass) && isRecord(options)) return { pass, options };
    this.#faults.wrong(
      'a pass',
      value,
      path,
      cure('pass', pass, 'make it with definePass, and choose options by its with()'),
    );
    return undefined;
  }

  #calibration(value: unknown): Calibration | undefined {
    if (value === undefined) return undefined;
    if (typeof value === 'function') {
      return guardCalibration((graph) => Reflect.apply(value, undefined, [graph]), this.#watch);
    }
    this.#faults.wrong(
      'a function',
      value,
      '$.calibration',
      'give async function* () { yield inputs; }',
    );
    return undefined;
  }

  #methods(value: unknown): CalibrationMethod[] {
    const taken = new Set(builtInMethods.map(({ name }) => name));
    return this.#faults.list(value, '$.calibrationMethods').flatMap((method, index) => {
      const path = `$.calibrationMethods[${index}]`;
      if (!isMethod(method)) {
        this.#faults.wrong(
          'a calibration method',
          method,
          path,
          cure('method', method, 'make it with defineCalibrationMethod'),
        );
        return [];
      }
      const free = this.#faults.claim('calibration method', method.name, taken, path);
      return free ? [guardMethod(method, this.#watch)] : [];
    });
  }

  #targetNames(
    value: unknown,
    targets: readonly Target[],
    path: string,
  ): readonly string[] | undefined {
    if (value === undefined) return undefined;
    const known = targets.map((target) => target.name);
    return this.#faults.list(value, path).flatMap((name) => {
      if (typeof name === 'string' && known.includes(name)) return [name];
      if (typeof name !== 'string') this.#faults.wrong('the name of a target', name, path);
      else {
        const guess = nearest(name, known);
        this.#faults.push(unknownTargetName(name, guess, known, this.#faults.place(path)));
      }
      return [];
    });
  }
}

/** What was made by the right function may lack something still. */
function cure(kind: Parameters<typeof lackOf>[0], value: unknown, otherwise: string): string {
  const lack = lackOf(kind, value);
  return lack === undefined ? otherwise : `${lack}; ${otherwise}`;
}
