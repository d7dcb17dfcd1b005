/** What `snapc report` does not make a report of, and what it says then. */

import { access, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { onnxModel } from '../../models/onnx/index.ts';
import { tinyModel, writeTinyModel } from '../cli/harness.ts';
import { compiled, report, reported } from './tiny.ts';

type Edit = (manifest: Manifest) => void;

interface Manifest {
  shapes?: unknown;
  readonly targets: Record<string, Target>;
}

interface Target {
  passes: { name: string; options: Record<string, unknown> }[];
  figures: Record<string, number>;
}

let folder = '';
let manifest = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'snapc-report-'));
  await writeTinyModel(folder);
  await compiled(folder, ['--target', 'webgpu']);
  manifest = await readFile(join(folder, 'out/manifest.json'), 'utf8');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function edited(edit: Edit): Promise<void> {
  const changed = JSON.parse(manifest) as Manifest;
  edit(changed);
  await writeFile(join(folder, 'out/manifest.json'), JSON.stringify(changed));
}

function webgpu({ targets }: Manifest): Target {
  const target = targets['webgpu'];
  if (target === undefined) throw new Error('compiled for WebGPU');
  return target;
}

describe('a folder', () => {
  it.each<readonly [string, string, Edit]>([
    ['of an unknown target', 'SNAPC5551', (all) => void (all.targets['toaster'] = webgpu(all))],
    [
      'of an unknown pass',
      'SNAPC5552',
      (all) => void webgpu(all).passes.push({ name: 'polish', options: {} }),
    ],
    [
      'of an unknown option',
      'SNAPC5553',
      (all) => void webgpu(all).passes.push({ name: 'canonicalize', options: { hard: true } }),
    ],
    [
      'that was calibrated',
      'SNAPC5554',
      (all) => void webgpu(all).passes.push({ name: 'quantize-activations', options: {} }),
    ],
  ])('%s', async (_, code, edit) => {
    await edited(edit);
    const ran = await report(folder, '--out', 'refused');
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain(code);
    await expect(access(join(folder, 'refused'))).rejects.toThrow('ENOENT');
  });

  it('that holds more, or other figures, gets its report with a word on it', async () => {
    await edited((all) => {
      all.shapes = [{}, {}];
      webgpu(all).figures['nodesAfter'] = 99;
    });
    const ran = await report(folder);
    expect(ran.code).toBe(0);
    expect(ran.stderr).toContain('SNAPC5558');
    expect(ran.stderr).toContain('SNAPC5555');
    expect(await readFile(join(folder, 'report/report.html'), 'utf8')).toContain(
      'nodesAfter is 1, not 99',
    );
  });

  it('that is none, or of another model', async () => {
    await edited(() => undefined);
    const none = await report(folder, '--device', 'nowhere.json');
    expect(none.stderr).toContain('SNAPC5404');
    const model = join(folder, 'model.onnx');
    const bytes = await readFile(model);
    await writeFile(model, onnxModel(tinyModel({ node: 'other' })));
    const other = await report(folder);
    expect(other.code).toBe(2);
    expect(other.stderr).toContain('SNAPC5550');
    await writeFile(model, bytes);
  });
});

describe('a file beside it', () => {
  it.each([
    ['--profile', 'SNAPC5556', '[]'],
    ['--profile', 'SNAPC5556', '{"result":{"on":"x","runs":1,"dispatches":[{}]}}'],
    [
      '--profile',
      'SNAPC5556',
      '{"on":"x","runs":1,"dispatches":[{"milliseconds":1},{"milliseconds":1}]}',
    ],
    ['--sensitivity', 'SNAPC5557', '{"rules":[]}'],
  ])('%s %s', async (option, code, text) => {
    await edited(() => undefined);
    await writeFile(join(folder, 'beside.json'), text);
    const ran = await report(folder, option, 'beside.json');
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain(code);
  });

  it('of times that were measured stands beside the estimates', async () => {
    await edited(() => undefined);
    const profile = { on: 'a phone', runs: 5, dispatches: [{ milliseconds: 0.25 }] };
    await writeFile(join(folder, 'profile.json'), JSON.stringify({ result: profile }));
    const { data, page } = await reported(folder, '--profile', 'profile.json');
    expect(data.targets[0]?.time).toMatchObject({
      profile: { file: 'profile.json', on: 'a phone', runs: 5 },
      kernels: [{ measured: 0.25 }],
      families: [{ name: 'matmul + add', kernels: 1, measured: 0.25 }],
    });
    expect(page).toContain('the median of 5 runs on a phone');
  });
});
