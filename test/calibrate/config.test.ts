/** Calibration data and methods of a config: what they give that is no data, or no range, is told as their fault. */

import { describe, expect, it } from 'vitest';
import { checkConfig } from '../../compiler/api/check-config.ts';
import { observe } from '../../compiler/calibrate/observe.ts';
import { DiagnosticError } from '../../ir/diagnostics.ts';
import { tensorFrom, toNumbers } from '../../ir/tensor.ts';
import { graphOf } from '../coreml/written-package.ts';
import { must } from '../coreml/run-program.ts';

const GRAPH = 'graph @g(%x: f32[1]) {\n  %y = neg(%x) : f32[1]\n  return y=%y\n}';
const RUN = new Map([['x', tensorFrom('f32', [1], [3])]]);

async function codesOf(calibration: unknown) {
  const registry = must(checkConfig({ calibration }, 'snapc.config.ts'));
  const found: string[] = [];
  if (registry.calibration === undefined) throw new Error('no data');
  const report = ({ code }: { readonly code: string }) => void found.push(code);
  const context = { report, signal: undefined };
  await observe(graphOf(GRAPH), registry.calibration, context, () => undefined);
  return found;
}

describe('calibration data', () => {
  it('of a generator is told what came of it', async () => {
    const outputs: unknown[] = [];
    const codes = await codesOf(function* () {
      const first: ReadonlyMap<string, ReturnType<typeof tensorFrom>> = yield RUN;
      const y = first.get('y');
      outputs.push(y && toNumbers(y));
    });
    expect(codes).toEqual([]);
    expect(outputs).toEqual([[-3]]);
  });

  it.each([
    ['throws', () => Promise.reject(new Error('own fault')), 'SNAPC3458'],
    [
      'throws when it is asked',
      () => ({ next: () => Promise.reject(new Error('x')) }),
      'SNAPC3458',
    ],
    ['is no iterator', () => 5, 'SNAPC3458'],
    ['answers no result', () => ({ next: () => 5 }), 'SNAPC3458'],
    ['yields a number', () => [5].values(), 'SNAPC3458'],
    ['yields what is no tensor', () => [new Map([['x', [3]]])].values(), 'SNAPC3458'],
    ['has no input', () => [new Map()].values(), 'SNAPC1201'],
    ['is empty', () => [].values(), 'SNAPC3451'],
  ])('that %s', async (_, calibration, code) => {
    expect(await codesOf(calibration)).toEqual([code]);
  });

  it.each([5, [], { next: 1 }])('cannot be %o', (calibration) => {
    const checked = checkConfig({ calibration }, 'snapc.config.ts');
    expect(checked.diagnostics.map(({ code }) => code)).toEqual(['SNAPC5421']);
  });
});

describe('a calibration method', () => {
  const own = { name: 'own', describe: '', begin: () => ({}) };

  it.each([
    ['without a start', { ...own, begin: 5 }, 'SNAPC5421'],
    ['of a built-in name', { ...own, name: 'mse' }, 'SNAPC5422'],
    ['of a name that is none', { ...own, name: 'Own Name' }, 'SNAPC5430'],
  ])('%s is refused', (_, method, code) => {
    const checked = checkConfig({ calibrationMethods: [method] }, 'snapc.config.ts');
    expect(checked.diagnostics.map((found) => found.code)).toEqual([code]);
  });

  it.each([
    ['no range', () => undefined],
    ['an endless range', () => ({ low: -Infinity, high: 1 })],
    ['an empty range', () => ({ low: 2, high: 1 })],
    [
      'an error',
      () => {
        throw new Error('own fault');
      },
    ],
  ])('that gives %s is named', (_, range) => {
    const begin = () => ({ add: () => undefined, range });
    const registry = must(
      checkConfig({ calibrationMethods: [{ ...own, begin }] }, 'snapc.config.ts'),
    );
    const settings = { levels: 256, symmetric: false, percentile: 100 };
    const collector = registry.calibrationMethods[0]?.begin(settings);
    expect(() => collector?.range()).toThrow(DiagnosticError);
    expect(() => collector?.range()).toThrow('own');
  });
});
