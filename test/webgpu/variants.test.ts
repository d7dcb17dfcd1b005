/** Other tiles for the same memory: each computes what the compiled one does, and is left out where it would not. */

import { afterAll, describe, expect, it } from 'vitest';
import { evaluateGraph } from '../../ir/evaluate.ts';
import { seededInputs } from '../../compiler/validate.ts';
import { loadProgram } from '../../runtime/web/index.ts';
import { withOptions } from '../../runtime/web/variants.ts';
import { arraysFor, tensorsFrom } from '../../targets/webgpu/host/arrays.ts';
import { sharedDevice } from '../../targets/webgpu/host/shared-device.ts';
import { lowerGraph } from '../../targets/webgpu/lower.ts';
import { findVariants } from '../../targets/webgpu/variants/choose.ts';
import { largestError } from '../support/samples.ts';
import { emitArtifact, graphOf } from './artifact.ts';
import type { Artifact } from './artifact.ts';
import { deviceNamed } from './memory-sink.ts';

/** Sizes that no tile divides, and what is fused behind. */
const GRAPHS = {
  matmul: `graph @g(%x: f32[37,24], %y: f32[37,52]) {
    @w = seeded 1 0.2 : f32[24,52]
    %0 = fused(%x, @w, %y) {kind=epilogue, body=graph @body(%a: f32[37,24], %b: f32[24,52], %c: f32[37,52]) {
      %0 = matmul(%a, %b) : f32[37,52]
      %1 = add(%0, %c) : f32[37,52]
      return r=%1
    }} : f32[37,52]
    return z=%0
  }`,
  products: `graph @g(%x: f32[2,33,40]) {
    %0 = matmul(%x, %x) {transpose_b=true} : f32[2,33,33]
    return z=%0
  }`,
  gated: `graph @g(%x: f32[19,32]) {
    @w = seeded 1 0.2 : f32[32,80]
    @b = seeded 2 0.2 : f32[80]
    %0 = linear_geglu(%x, @w, @b) : f32[19,40]
    return z=%0
  }`,
  conv: `graph @g(%x: f32[1,13,11,8]) {
    @w = seeded 1 0.2 : f32[20,8,3,3]
    @b = seeded 2 0.2 : f32[20]
    %0 = conv(%x, @w, @b) {pads=[1, 1, 1, 1], layout=channels_last} : f32[1,13,11,20]
    return z=%0
  }`,
  rows: `graph @g(%x: f32[2,9,7,12]) {
    @w = seeded 1 0.2 : f32[36,12,1,1]
    %0 = conv(%x, @w) {layout=channels_last} : f32[2,9,7,36]
    return z=%0
  }`,
  upsampled: `graph @g(%x: f32[1,5,6,8]) {
    @w = seeded 1 0.2 : f32[12,8,3,3]
    %0 = upsample_conv(%x, @w) : f32[1,10,12,12]
    return z=%0
  }`,
  attention: `graph @g(%q: f32[2,3,43,12], %k: f32[2,3,29,12], %v: f32[2,3,29,16]) {
    %0 = attention(%q, %k, %v) {scale=0.3} : f32[2,3,43,16]
    return z=%0
  }`,
} as const;

const DEVICES = ['webgpu-default', 'pixel-9', 'galaxy-s24'] as const;
const ALL = { variants: 9 } as const;

const made: Artifact[] = [];
afterAll(async () => {
  for (const artifact of made) await artifact.remove();
});

async function emitted(name: keyof typeof GRAPHS, device: string): Promise<Artifact> {
  const artifact = await emitArtifact(GRAPHS[name], { device, options: ALL });
  made.push(artifact);
  return artifact;
}

const CASES = Object.keys(GRAPHS).flatMap((name) =>
  DEVICES.map((device) => [name as keyof typeof GRAPHS, device] as const),
);

describe('every variant', () => {
  it.each(CASES)('of %s for %s computes the same', async (name, device) => {
    const { program, url } = await emitted(name, device);
    const graph = graphOf(GRAPHS[name]);
    const inputs = seededInputs(graph);
    const reference = await evaluateGraph(graph, inputs);
    const opened = await sharedDevice(program);
    const [group, ...others] = program.variants?.groups ?? [];
    expect(others).toEqual([]);
    expect(group?.options.length).toBeGreaterThan(0);
    for (const [index, option] of (group?.options ?? []).entries()) {
      const chosen = withOptions(program, [index + 1]);
      expect(chosen.dispatches, option.name).not.toEqual(program.dispatches);
      const model = await loadProgram(opened.device, chosen, url);
      const given = arraysFor(model.inputs, inputs);
      const outputs = tensorsFrom(model.outputs, (await model.run(given)) as never);
      for (const [output, tensor] of outputs) {
        const expected = reference.get(output);
        if (expected === undefined) throw new Error(`no ${output}`);
        expect(largestError(tensor, expected), option.name).toBeLessThan(1e-4);
      }
      model.dispose();
    }
  });
});

describe('the choice', () => {
  it('is of kernels that bind what the compiled ones bind', () => {
    for (const text of Object.values(GRAPHS)) {
      const program = lowerGraph(graphOf(text), deviceNamed('webgpu-default'));
      for (const { options } of findVariants(program, deviceNamed('webgpu-default'), 9)) {
        for (const [kernel, other] of options.flatMap(({ kernels }) => [...kernels])) {
          expect(other.bindings).toBe(kernel.bindings);
          expect(other.code).not.toBe(kernel.code);
        }
      }
    }
  });

  it('needs no more of a device than the program does, or than every device has', async () => {
    const { program } = await emitted('attention', 'webgpu-default');
    const without = await emitArtifact(GRAPHS.attention, { options: { variants: 0 } });
    made.push(without);
    expect(program.limits).toEqual(without.program.limits);
    expect(program.features).toEqual(without.program.features);
    expect(without.program.variants).toBe(undefined);
  });

  it('is named by what there is to choose from', async () => {
    const key = async (name: keyof typeof GRAPHS, device: string) =>
      (await emitted(name, device)).program.variants?.key;
    const one = await key('conv', 'webgpu-default');
    expect(one).toMatch(/^[0-9a-f]{32}$/);
    expect(await key('conv', 'webgpu-default')).toBe(one);
    expect(await key('rows', 'webgpu-default')).not.toBe(one);
    expect(await key('upsampled', 'webgpu-default')).not.toBe(one);
  });
});
