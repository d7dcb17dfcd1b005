/** What is reported to leave the Neural Engine, and what is not. */

import { describe, expect, it } from 'vitest';
import type { Graph } from '../../ir/graph.ts';
import { builtinOps } from '../../ir/ops/index.ts';
import { parseGraph } from '../../ir/parse.ts';
import { lowerGraph } from '../../targets/coreml/lower.ts';
import { neuralFindings, neuralNotes } from '../../targets/coreml/neural-rules.ts';
import type { NeuralEngineRules } from '../../targets/devices/device.ts';
import { deviceNamed } from '../webgpu/memory-sink.ts';
import { must } from './run-program.ts';

const CONTEXT = { opset: 'CoreML8', attention: 'split_einsum_chunked' } as const;

function rules(): NeuralEngineRules {
  const engine = deviceNamed('iphone-16-pro').coreml?.neuralEngine;
  if (engine === undefined || engine === null) throw new Error('a phone with a Neural Engine');
  return engine;
}

function findingsOf(text: string) {
  const graph: Graph = must(parseGraph(text, { ops: builtinOps }));
  return neuralFindings(lowerGraph(graph, CONTEXT), rules()).map(
    ({ reason, found, operation, origin }) => ({ reason, found, operation, onnx: origin.onnx }),
  );
}

describe('what leaves the Neural Engine', () => {
  it('is nothing of an image in fp16 within the limits', () => {
    const text = `graph @g(%x: f16[1,8,16,16]) {
      @w = seeded 1 1 : f16[8,8,3,3]
      %c = conv(%x, @w) {pads=[1, 1, 1, 1]} : f16[1,8,16,16]
      %n = group_norm(%c) {groups=4} : f16[1,8,16,16]
      %y = silu(%n) : f16[1,8,16,16]
      return y=%y
    }`;
    expect(findingsOf(text)).toEqual([]);
  });

  it('is a tensor of five axes, a long axis, and what is no fp16', () => {
    const text = `graph @g(%x: f16[2,2,2,2,2], %long: f16[1,20000], %wide: f32[4]) {
      %a = exp(%x) : f16[2,2,2,2,2]  // onnx: "/five"
      %b = tanh(%long) : f16[1,20000]  // onnx: "/long"
      %c = sin(%wide) : f32[4]  // onnx: "/wide"
      return a=%a, b=%b, c=%c
    }`;
    expect(findingsOf(text)).toEqual([
      { reason: 'rank', found: 5, operation: 'exp', onnx: ['/five'] },
      { reason: 'dimension', found: 20000, operation: 'tanh', onnx: ['/long'] },
      { reason: 'dtype', found: 'fp32', operation: 'sin', onnx: ['/wide'] },
    ]);
  });

  it('is no cast at the border', () => {
    const text = `graph @g(%x: f32[4]) {
      %h = cast(%x) {to=f16} : f16[4]
      %e = exp(%h) : f16[4]
      %y = cast(%e) {to=f32} : f32[4]
      return y=%y
    }`;
    expect(findingsOf(text)).toEqual([]);
  });

  it('is told once for each kind of operation, with its nodes and a rewrite', () => {
    const text = `graph @g(%x: f16[2,2,2,2,2]) {
      %a = exp(%x) : f16[2,2,2,2,2]  // onnx: "/first"
      %b = exp(%a) : f16[2,2,2,2,2]  // onnx: "/second"
      return b=%b
    }`;
    const program = lowerGraph(must(parseGraph(text, { ops: builtinOps })), CONTEXT);
    const [note, ...others] = neuralNotes(program, rules());
    expect(others).toEqual([]);
    expect(note?.code).toBe('SNAPC4460');
    expect(note?.severity).toBe('note');
    expect(note?.message).toBe(
      '2 operations, exp, cannot run on the Neural Engine (/first, /second): tensors have 5 axes, at most 4 run there',
    );
    expect(note?.hint).toMatch(/merge axes/);
    expect(note?.place).toEqual({ node: '/first' });
  });
});
