/** Running artifacts and graphs in Node by the model's names: numbers, and diagnostics for everything else. */

import { truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tensorFrom } from '../../ir/tensor.ts';
import type { Tensor } from '../../ir/tensor.ts';
import { figure } from '../../targets/devices/index.ts';
import { openArtifact, runArtifact } from '../../targets/webgpu/host/run.ts';
import { runGraph } from '../../targets/webgpu/host/run-graph.ts';
import { temporaryFolder } from '../support/folder.ts';
import { emitArtifact, graphOf } from './artifact.ts';
import type { Artifact } from './artifact.ts';
import { deviceNamed } from './memory-sink.ts';

const TEXT = `graph @sum(%"in.x": f32[2,2], %step: i64[2]) {
  @w = dense [1, 2, 3, 4] : f32[2,2]
  %0 = add(%"in.x", @w) : f32[2,2]
  %1 = add(%step, %step) : i64[2]
  return "out.x"=%0, steps=%1
}`;

const x = tensorFrom('f32', [2, 2], [10, 20, 30, 40]);
const step = tensorFrom('i64', [2], [5n, -6n]);
const inputs = new Map<string, Tensor>([
  ['in.x', x],
  ['step', step],
]);
const expected = new Map<string, Tensor>([
  ['out.x', tensorFrom('f32', [2, 2], [11, 22, 33, 44])],
  ['steps', tensorFrom('i64', [2], [10n, -12n])],
]);

let artifact: Artifact;
beforeAll(async () => {
  artifact = await emitArtifact(TEXT);
});
afterAll(() => artifact.remove());

describe('an artifact', () => {
  it('runs by the names of the model', async () => {
    const told: string[] = [];
    const result = await runArtifact(artifact.folder, inputs, {
      onProgress: ({ phase }) => told.push(phase),
    });
    expect(result).toEqual({ ok: true, value: expected, diagnostics: [] });
    expect(new Set(told)).toEqual(new Set(['weights', 'pipelines']));
  });

  it('runs again and again', async () => {
    const opened = await openArtifact(artifact.folder);
    if (!opened.ok) throw new Error(opened.diagnostics[0]?.message);
    const { adapter, run, close, outputs } = opened.value;
    expect(adapter).not.toBe('');
    expect(outputs.map(({ name }) => name)).toEqual(['out.x', 'steps']);
    for (let time = 0; time < 3; time++) {
      expect(await run(inputs)).toMatchObject({ ok: true, value: expected });
    }
    close();
    expect(await run(inputs)).toMatchObject({ ok: false });
  });

  it('tells every wrong input at once', async () => {
    const wrong = new Map([
      ['in.x', tensorFrom('f32', [4], [1, 2, 3, 4])],
      ['x', x],
    ]);
    const { diagnostics } = await runArtifact(artifact.folder, wrong);
    expect(diagnostics.map(({ code, message }) => `${code} ${message}`)).toEqual([
      'SNAPC1203 input "in.x" is f32[4], not f32[2,2]',
      'SNAPC1201 input "step" is missing',
      'SNAPC1202 there is no input "x"',
    ]);
  });

  it('that is aborted rejects with the reason', async () => {
    const signal = AbortSignal.abort(new Error('interrupted'));
    await expect(runArtifact(artifact.folder, inputs, { signal })).rejects.toThrow('interrupted');
  });

  it('that is no artifact is refused', async () => {
    const folder = await temporaryFolder();
    expect(await runArtifact(folder, inputs)).toMatchObject({
      ok: false,
      diagnostics: [{ code: 'SNAPC5320', place: { file: folder } }],
    });
    await writeFile(join(folder, 'index.js'), 'export const load = 1;');
    const { diagnostics } = await runArtifact(folder, inputs);
    expect(diagnostics[0]?.message).toContain('its index.js exports no load');
  });

  it('whose weights are cut off is refused', async () => {
    const damaged = await emitArtifact(TEXT);
    await truncate(join(damaged.folder, 'weights-0.bin'), 7);
    const { ok, diagnostics } = await runArtifact(damaged.folder, inputs);
    await damaged.remove();
    expect(ok).toBe(false);
    expect(diagnostics).toMatchObject([
      {
        code: 'SNAPC5321',
        message: expect.stringContaining('it ends after 7 of 16 bytes') as unknown,
        hint: expect.stringContaining('compile the model again') as unknown,
      },
    ]);
  });
});

describe('a graph', () => {
  it('runs without a folder', async () => {
    expect(await runGraph(graphOf(TEXT), inputs)).toEqual(expected);
  });

  it('runs as it is lowered for any device', async () => {
    const device = deviceNamed('swiftshader');
    expect(await runGraph(graphOf(TEXT), inputs, { device })).toEqual(expected);
  });

  it('with wrong inputs is refused', async () => {
    await expect(runGraph(graphOf(TEXT), new Map())).rejects.toMatchObject({
      diagnostics: [{ code: 'SNAPC1201' }, { code: 'SNAPC1201' }],
    });
  });

  it('beyond the device is refused', async () => {
    const { webgpu, ...rest } = deviceNamed('webgpu-default');
    const limits = { maxStorageBufferBindingSize: figure(8, 'estimated', 'a test') };
    const device = { ...rest, webgpu: webgpu && { ...webgpu, limits } };
    await expect(runGraph(graphOf(TEXT), inputs, { device })).rejects.toMatchObject({
      diagnostics: expect.arrayContaining([
        expect.objectContaining({ code: 'SNAPC4301' }),
      ]) as unknown,
    });
  });

  it('with an output that nothing computes gives it', async () => {
    const graph = graphOf(`graph @g(%x: f32[3], %empty: f32[0,2]) {
      @c = dense [7, 8] : i64[2]
      %0 = reshape(%x) {shape=[3, 1]} : f32[3,1]
      %1 = add(%empty, %empty) : f32[0,2]
      return same=%x, again=%x, view=%0, constant=@c, empty=%1, passed=%empty
    }`);
    const three = tensorFrom('f32', [3], [1, 2, 3]);
    const empty = tensorFrom('f32', [0, 2], []);
    const given = new Map([
      ['x', three],
      ['empty', empty],
    ]);
    expect(await runGraph(graph, given)).toEqual(
      new Map([
        ['same', three],
        ['again', three],
        ['view', tensorFrom('f32', [3, 1], [1, 2, 3])],
        ['constant', tensorFrom('i64', [2], [7n, 8n])],
        ['empty', empty],
        ['passed', empty],
      ]),
    );
  });
});
