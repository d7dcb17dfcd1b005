/** What Core ML cannot express is refused by name, reason and cure. */

import { describe, expect, it } from 'vitest';
import { collect } from '../../ir/diagnostics.ts';
import { builtinOps } from '../../ir/ops/index.ts';
import { parseGraph } from '../../ir/parse.ts';
import { lowerGraph } from '../../targets/coreml/lower.ts';
import type { Opset } from '../../targets/coreml/syntax.ts';
import { coreml } from '../../targets/coreml/target.ts';
import { must } from './run-program.ts';
import { contextFor } from './written-package.ts';

function refusalOf(text: string, opset: Opset = 'CoreML8') {
  const graph = must(parseGraph(text, { ops: builtinOps }));
  const lowered = collect(() => lowerGraph(graph, { opset, attention: 'original' }));
  const [found] = lowered.diagnostics;
  return found && { code: found.code, message: found.message, place: found.place };
}

describe('lowering refuses', () => {
  it('numbers that Core ML has no type for', () => {
    const text = `graph @g(%x: f64[2]) {
      %y = exp(%x) : f64[2]
      return y=%y
    }`;
    expect(refusalOf(text)).toEqual({
      code: 'SNAPC4451',
      message: 'Core ML has no f64 for the tensor "x"',
      place: undefined,
    });
  });

  it('the order of unsigned numbers of 32 bits', () => {
    const text = `graph @g(%x: u32[2], %z: u32[2]) {
      %y = less(%x, %z) : bool[2]  // onnx: "/compare"
      return y=%y
    }`;
    expect(refusalOf(text)).toEqual({
      code: 'SNAPC4450',
      message: 'less: Core ML has no unsigned 32-bit integers to compare or divide',
      place: { op: 'less', node: '/compare' },
    });
  });

  it('computed weights of a transposed convolution before iOS 17', () => {
    const text = `graph @g(%x: f32[1,2,4], %w: f32[2,3,3]) {
      %y = conv_transpose(%x, %w) : f32[1,3,6]
      return y=%y
    }`;
    expect(refusalOf(text, 'CoreML6')).toMatchObject({
      code: 'SNAPC4450',
      place: { op: 'conv_transpose' },
    });
    expect(refusalOf(text, 'CoreML7')).toBeUndefined();
  });

  it.each([
    [
      'gather_elements',
      '@i = dense [0] : i64[1,1,1,1,1,1]\n%y = gather_elements(%x, @i) : f32[1,1,1,1,1,1]',
    ],
    [
      'resize',
      '%y = resize(%x) {shape=[1, 1, 1, 1, 1, 4], scales=[1, 1, 1, 1, 1, 2], mode=nearest, coordinates=asymmetric} : f32[1,1,1,1,1,4]',
    ],
  ])('%s of six axes', (op, node) => {
    const text = `graph @g(%x: f32[1,1,1,1,1,2]) {
      ${node}
      return y=%y
    }`;
    expect(refusalOf(text)).toMatchObject({ code: 'SNAPC4450', place: { op } });
  });
});

it('inputs and outputs without elements are refused by name', () => {
  const graph = must(
    parseGraph(`graph @g(%x: f32[2], %e: f32[0,3]) {
      %y = exp(%x) : f32[2]
      %z = slice(%x) {starts=[1], ends=[1], steps=[1]} : f32[0]
      return y=%y, z=%z, same=%e
    }`),
  );
  const found = coreml.legal(graph, contextFor(graph));
  expect(found.map(({ code, message }) => `${code} ${message}`)).toEqual([
    'SNAPC4416 "e" has the shape [0, 3], and multi-arrays have at least one element',
    'SNAPC4416 "z" has the shape [0], and multi-arrays have at least one element',
    'SNAPC4416 "same" has the shape [0, 3], and multi-arrays have at least one element',
  ]);
});
