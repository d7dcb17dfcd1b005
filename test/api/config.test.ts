/** What is said about a config that is not one. */

import { describe, expect, it } from 'vitest';
import { checkConfig } from '../../compiler/api/check-config.ts';
import {
  definePass,
  defineTarget,
  devices,
  ops,
  passes,
  targets,
} from '../../compiler/api/node.ts';
import { temporaryFolder, writeFiles } from '../support/folder.ts';
import { COMPILE, runCli, writeTinyModel } from '../cli/harness.ts';

const mine = definePass({ name: 'mine', describe: 'does nothing', run: () => undefined });
const [device] = devices;
const [target] = targets;

function faults(config: unknown): readonly string[] {
  return checkConfig(config, 'snapc.config.ts').diagnostics.map(
    ({ code, message, hint, place }) => `${code} ${place?.path ?? ''}: ${message}; ${hint ?? ''}`,
  );
}

describe('a config', () => {
  it.each([
    ['nothing', undefined, 'expected a config, found nothing'],
    ['a function', () => ({}), 'expected a config, found a function'],
    ['a mistyped key', { pases: [] }, 'did you mean "passes"?'],
    ['a key that nothing is like', { zzzzzzzz: 1 }, 'known here: passes, targets, devices, ops'],
    ['no list', { passes: mine }, '$.passes: expected a list, found an object'],
    [
      'a bare pass',
      { passes: [mine] },
      '$.passes[0]: expected { pass, before?, after?, targets? }',
    ],
    ['no pass', { passes: [{ pass: { name: 'x' } }] }, 'make it with definePass'],
    ['a mistyped place', { passes: [{ pass: mine, befor: 'x' }] }, 'did you mean "before"?'],
    ['two places', { passes: [{ pass: mine, before: 'a', after: 'b' }] }, 'SNAPC5423'],
    ['a place that is no name', { passes: [{ pass: mine, before: 1 }] }, 'the name of a pass'],
    [
      'an unknown target',
      { passes: [{ pass: mine, targets: ['webgp'] }] },
      'did you mean "webgpu"?',
    ],
    ['an unknown pass as text', { passes: [{ pass: 'fold' }] }, 'SNAPC3101'],
    ['two passes as text', { passes: [{ pass: 'canonicalize, canonicalize' }] }, 'one pass'],
    [
      'the name of a built-in pass',
      { passes: [{ pass: definePass({ ...mine, name: 'canonicalize' }) }] },
      'there is already a pass called "canonicalize"',
    ],
    [
      'a target without one of its functions',
      { targets: [{ name: 'x', options: {} }] },
      'its "supports" is to be a function; make it with defineTarget',
    ],
    [
      'a calibration method that cannot begin',
      { calibrationMethods: [{ name: 'x', describe: 'y', range: () => 0 }] },
      'its "begin" is to be a function; make it with defineCalibrationMethod',
    ],
    ['a target without functions', { targets: [{ name: 'x' }] }, 'make it with defineTarget'],
    ['the name of a built-in target', { targets: [target] }, 'there is already a target'],
    ['the name of a built-in device', { devices: [device] }, 'there is already a device'],
    ['a device with faults', { devices: [{ name: 'x' }] }, '$.devices[0]'],
    ['no op', { ops: ['conv'] }, 'make it with defineOp or defineComposite'],
    ['the name of a built-in op', { ops: [ops.conv] }, 'there is already a op called "conv"'],
  ])('that is or has %s', (_, config, words) => {
    const found = faults(config);
    expect(found.length).toBeGreaterThan(0);
    expect(found.join('\n')).toContain(words);
  });

  it('joins what it has with what is built in', () => {
    const own = defineTarget({
      name: 'own',
      describe: 'own',
      options: {},
      supports: () => [],
      pipeline: () => [],
      given: [],
      legal: () => [],
      emit: () => Promise.reject(new Error('unused')),
    });
    const { canonicalize } = passes;
    const registry = checkConfig(
      {
        passes: [
          { pass: mine.with({}), after: 'canonicalize' },
          { pass: canonicalize },
          { pass: 'fold-constants' },
        ],
        targets: [own],
        devices: [{ ...device, name: 'my-phone' }],
      },
      'snapc.config.ts',
    );
    expect(registry.diagnostics).toEqual([]);
    if (!registry.ok) throw new Error('refused');
    const { value } = registry;
    expect(value.added.map(({ step, after }) => [step.pass.name, after])).toEqual([
      ['mine', 'canonicalize'],
      ['canonicalize', undefined],
      ['fold-constants', undefined],
    ]);
    expect(value.targets.at(-1)?.name).toBe('own');
    expect(value.devices.map(({ name }) => name)).toContain('my-phone');
    expect(Object.keys(value.passes)).toContain('mine');
  });

  it('as JSON is found in the current folder', async () => {
    const folder = await temporaryFolder();
    await writeTinyModel(folder);
    const config = { devices: [{ ...device, name: 'my-phone' }] };
    await writeFiles(folder, { 'snapc.config.json': JSON.stringify(config) });
    const argv = [...COMPILE, '--out', 'out'];
    const own = argv.map((word) => (word === 'webgpu-default' ? 'my-phone' : word));
    expect((await runCli(own, { folder })).code).toBe(0);

    await writeFiles(folder, { 'snapc.config.json': '{ "devices": ' });
    const broken = await runCli(own, { folder });
    expect(broken.code).toBe(2);
    expect(broken.stderr).toContain('SNAPC5441');
  });

  it('of another kind of file is refused', async () => {
    const folder = await temporaryFolder();
    await writeFiles(folder, { 'snapc.yaml': 'devices: []' });
    const ran = await runCli(['devices', '--config', 'snapc.yaml'], { folder });
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain('SNAPC5442');
  });
});
