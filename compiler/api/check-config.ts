/** Checks what a config exports and joins it with what is built in; every fault is found in one go. */

import type { OpDefinition } from '../../ir/define.ts';
import { failure, success } from '../../ir/diagnostics.ts';
import type { Diagnostic, Place, Result } from '../../ir/diagnostics.ts';
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
import type { Pass, PassStep } from '../pass.ts';
import { fillOptions } from '../pass-guard.ts';
import { passes as builtInPasses } from '../passes/index.ts';
import { parseSteps } from '../passes/parse-steps.ts';
import type { Watch } from '../pipeline.ts';
import type { AddedPass } from '../prepare.ts';
import {
  badName,
  beforeAndAfter,
  hostileConfig,
  takenName,
  unknownKey,
  unknownTargetName,
  wrongKind,
} from './config-diagnostics.ts';
import { guardCalibration, guardMethod } from './guard-calibration.ts';
import { isMethod, isOp, isPass, isTarget } from './config-shapes.ts';
import { isLowering } from './own-lowerings.ts';
import { guardTarget } from './own-target.ts';

/** Everything there is, built in and of the config. */
export interface Registry {
  readonly targets: readonly Target[];
  readonly devices: readonly Device[];
  readonly ops: OpTable;
  readonly passes: Readonly<Record<string, Pass>>;
  /** The passes that the config puts into pipelines. */
  readonly added: readonly AddedPass[];
  /** The ops of the config alone. */
  readonly ownOps: OpTable;
  /** What the config has of its own. */
  readonly calibration?: Calibration;
  readonly calibrationMethods: readonly CalibrationMethod[];
}

export const BUILT_IN: Registry = {
  targets: builtInTargets,
  devices: builtInDevices,
  ops: builtinOps,
  passes: builtInPasses,
  added: [],
  ownOps: {},
  calibrationMethods: [],
};

/** `file` is what diagnostics call the config. */
export function checkConfig(config: unknown, file: string, watch?: Watch): Result<Registry> {
  try {
    return new Checker(file, watch).registry(config);
  } catch (error) {
    return failure([hostileConfig(reasonOf(error), { file, path: '$' })]);
  }
}

const KEYS = ['passes', 'targets', 'devices', 'ops', 'calibration', 'calibrationMethods'];
/** Names become keys and folders; those with underscores in front could be an object's own. */
const FORMS: Readonly<Record<string, { readonly pattern: RegExp; readonly words: string }>> = {
  op: { pattern: /^[a-z][a-z0-9_]{0,60}$/, words: 'small letters, digits and underscores' },
  pass: { pattern: /^[a-z][a-z0-9-]{0,60}$/, words: 'small letters, digits and hyphens' },
  target: { pattern: /^[a-z][a-z0-9-]{0,40}$/, words: 'small letters, digits and hyphens' },
  'calibration method': {
    pattern: /^[a-z][a-z0-9-]{0,40}$/,
    words: 'small letters, digits and hyphens',
  },
};
const PASS_KEYS = ['pass', 'before', 'after', 'targets'];

type Fields = Readonly<Record<string, unknown>>;

class Checker {
  readonly #file: string;
  readonly #watch: Watch | undefined;
  readonly #found: Diagnostic[] = [];

  constructor(file: string, watch: Watch | undefined) {
    this.#file = file;
    this.#watch = watch;
  }

  registry(config: unknown): Result<Registry> {
    if (!isRecord(config)) {
      const hint = 'export default defineConfig({ ... })';
      return failure([wrongKind('a config', kindOf(config), hint, this.#place('$'))]);
    }
    this.#keys(config, KEYS, '$');
    const ownTargets = this.#targets(config['targets']);
    const devices = [...builtInDevices, ...this.#devices(config['devices'])];
    const targets = [...builtInTargets, ...ownTargets];
    const ownOps = this.#ops(config['ops'], targets);
    const added = this.#passes(config['passes'], targets);
    const calibration = this.#calibration(config['calibration']);
    const calibrationMethods = this.#methods(config['calibrationMethods']);
    if (this.#found.length > 0) return failure(this.#found);
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

  #place(path: string): Place {
    return { file: this.#file, path };
  }

  #keys(fields: Fields, known: readonly string[], path: string): void {
    for (const key of Object.keys(fields)) {
      if (known.includes(key)) continue;
      this.#found.push(unknownKey(key, nearest(key, known), known, this.#place(path)));
    }
  }

  #list(value: unknown, path: string): readonly unknown[] {
    if (value === undefined) return [];
    if (Array.isArray(value)) return value;
    this.#wrong('a list', value, path);
    return [];
  }

  #wrong(expected: string, value: unknown, path: string, hint?: string): void {
    this.#found.push(wrongKind(expected, kindOf(value), hint, this.#place(path)));
  }

  /** Whether the name is free; it is taken from then on. */
  #claim(kind: string, name: string, taken: Set<string>, path: string): boolean {
    this.#name(kind, name, path);
    const free = !taken.has(name);
    if (!free) this.#found.push(takenName(kind, name, this.#place(path)));
    taken.add(name);
    return free;
  }

  #name(kind: string, name: string, path: string): void {
    const form = FORMS[kind];
    if (form === undefined || form.pattern.test(name)) return;
    this.#found.push(badName(kind, name, form.words, this.#place(path)));
  }

  #ops(value: unknown, targets: readonly Target[]): OpTable {
    const taken = new Set(Object.keys(builtinOps));
    const own: Record<string, OpDefinition> = {};
    for (const [index, op] of this.#list(value, '$.ops').entries()) {
      const path = `$.ops[${index}]`;
      if (!isOp(op)) {
        this.#wrong('an op', op, path, 'make it with defineOp or defineComposite');
      } else if (this.#claim('op', op.name, taken, path)) {
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
      this.#wrong(`a lowering for ${name}`, lowerings[name], `${path}.${name}`, hint);
    }
  }

  #targets(value: unknown): Target[] {
    const taken = new Set(builtInTargets.map((target) => target.name));
    return this.#list(value, '$.targets').flatMap((target, index) => {
      const path = `$.targets[${index}]`;
      if (!isTarget(target)) {
        this.#wrong('a target', target, path, 'make it with defineTarget');
        return [];
      }
      const free = this.#claim('target', target.name, taken, path);
      return free ? [guardTarget(target, this.#watch)] : [];
    });
  }

  #devices(value: unknown): Device[] {
    const taken = new Set(builtInDevices.map((device) => device.name));
    return this.#list(value, '$.devices').flatMap((given, index) => {
      const path = `$.devices[${index}]`;
      const device = parseDevice(given, this.#file);
      if (!device.ok) {
        for (const found of device.diagnostics) {
          const inner = found.place?.path?.replace(/^\$/, path) ?? path;
          this.#found.push({ ...found, place: { ...found.place, path: inner } });
        }
        return [];
      }
      return this.#claim('device', device.value.name, taken, path) ? [device.value] : [];
    });
  }

  #passes(value: unknown, targets: readonly Target[]): AddedPass[] {
    const names = new Map(Object.values(builtInPasses).map((pass) => [pass.name, pass.run]));
    return this.#list(value, '$.passes').flatMap((entry, index): AddedPass[] => {
      const path = `$.passes[${index}]`;
      if (!isRecord(entry) || !('pass' in entry)) {
        this.#wrong('{ pass, before?, after?, targets? }', entry, path);
        return [];
      }
      this.#keys(entry, PASS_KEYS, path);
      const step = this.#step(entry['pass'], `${path}.pass`);
      const before = this.#word(entry['before'], `${path}.before`);
      const after = this.#word(entry['after'], `${path}.after`);
      if (before !== undefined && after !== undefined) {
        this.#found.push(beforeAndAfter(this.#place(path)));
      }
      const only = this.#targetNames(entry['targets'], targets, `${path}.targets`);
      if (step === undefined) return [];
      const { name, run } = step.pass;
      fillOptions(step, this.#found);
      this.#name('pass', name, `${path}.pass`);
      if ((names.get(name) ?? run) !== run) {
        this.#found.push(takenName('pass', name, this.#place(`${path}.pass`)));
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
      for (const fault of faults) this.#found.push({ ...fault, place: this.#place(path) });
      if (steps.ok) this.#wrong('one pass', value, path, 'give each pass an entry of its own');
      return undefined;
    }
    const step = isRecord(value) && 'pass' in value ? value : { pass: value, options: {} };
    const { pass, options } = step;
    if (isPass(pass) && isRecord(options)) return { pass, options };
    this.#wrong('a pass', value, path, 'make it with definePass, and choose options by its with()');
    return undefined;
  }

  #calibration(value: unknown): Calibration | undefined {
    if (value === undefined) return undefined;
    if (typeof value === 'function') {
      return guardCalibration((graph) => Reflect.apply(value, undefined, [graph]), this.#watch);
    }
    this.#wrong('a function', value, '$.calibration', 'give async function* () { yield inputs; }');
    return undefined;
  }

  #methods(value: unknown): CalibrationMethod[] {
    const taken = new Set(builtInMethods.map(({ name }) => name));
    return this.#list(value, '$.calibrationMethods').flatMap((method, index) => {
      const path = `$.calibrationMethods[${index}]`;
      if (!isMethod(method)) {
        this.#wrong('a calibration method', method, path, 'make it with defineCalibrationMethod');
        return [];
      }
      const free = this.#claim('calibration method', method.name, taken, path);
      return free ? [guardMethod(method, this.#watch)] : [];
    });
  }

  #word(value: unknown, path: string): string | undefined {
    if (value === undefined || typeof value === 'string') return value;
    this.#wrong('the name of a pass', value, path);
    return undefined;
  }

  #targetNames(
    value: unknown,
    targets: readonly Target[],
    path: string,
  ): readonly string[] | undefined {
    if (value === undefined) return undefined;
    const known = targets.map((target) => target.name);
    return this.#list(value, path).flatMap((name) => {
      if (typeof name === 'string' && known.includes(name)) return [name];
      if (typeof name !== 'string') this.#wrong('the name of a target', name, path);
      else {
        const guess = nearest(name, known);
        this.#found.push(unknownTargetName(name, guess, known, this.#place(path)));
      }
      return [];
    });
  }
}
