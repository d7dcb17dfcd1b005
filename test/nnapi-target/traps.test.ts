/** The orders and kinds of inputs that are easily got wrong, each checked by hand against the NDK's documentation. */

import { describe, expect, it } from 'vitest';
import { DiagnosticError } from '../../ir/diagnostics.ts';
import { builtinOps } from '../../ir/ops/index.ts';
import { parseGraph } from '../../ir/parse.ts';
import { checkLegal } from '../../targets/nnapi/legal.ts';
import { must } from '../coreml/run-program.ts';
import { contextAt } from '../nnapi-numbers/levels.ts';
import { linesOf, modelOf } from './lowered.ts';

describe('orders of inputs', () => {
  it('CONV_2D: outputs, height, width, inputs; left, right, top, bottom; width before height', async () => {
    const text = `graph @g(%x: f32[1,8,6,3]) {
      @w = seeded 1 1 : f32[5,3,2,4]
      %y = conv(%x, @w) {strides=[2, 1], pads=[1, 2, 3, 0], layout=channels_last} : f32[1,6,5,5]
      return y=%y
    }`;
    const ints = [2, 0, 1, 3, 1, 2, 0].map((value) => `INT32:${value}`).join(', ');
    expect(await linesOf(text)).toEqual([
      `%1 f32[1,6,5,5] = CONV_2D(%0, @f32[5,2,4,3], @f32[5], ${ints})`,
    ]);
  });

  it('CONV_2D: spread windows bring the layout flag, then width before height', async () => {
    const text = `graph @g(%x: f32[1,9,9,3]) {
      @w = seeded 1 1 : f32[5,3,3,3]
      %y = conv(%x, @w) {dilations=[3, 2], layout=channels_last} : f32[1,3,5,5]
      return y=%y
    }`;
    const [line = ''] = await linesOf(text);
    expect(line).toMatch(/INT32:0, BOOL:false, INT32:2, INT32:3\)$/);
  });

  it('DEPTHWISE_CONV_2D: the filter ends with the outputs; the multiplier before the activation', async () => {
    const text = `graph @g(%x: f32[1,5,6,4]) {
      @w = seeded 1 1 : f32[8,1,3,2]
      %y = conv(%x, @w) {groups=4, layout=channels_last} : f32[1,3,5,8]
      return y=%y
    }`;
    const [line = ''] = await linesOf(text);
    expect(line).toContain('DEPTHWISE_CONV_2D(%0, @f32[1,3,2,8], @f32[8]');
    expect(line).toMatch(/INT32:1, INT32:1, INT32:2, INT32:0\)$/);
  });

  it('GROUPED_CONV_2D: groups, activation, and a layout flag that is not optional', async () => {
    const text = `graph @g(%x: f32[1,5,6,4]) {
      @w = seeded 1 1 : f32[6,2,3,3]
      %y = conv(%x, @w) {groups=2, layout=channels_last} : f32[1,3,4,6]
      return y=%y
    }`;
    const [line = ''] = await linesOf(text);
    expect(line).toMatch(/^%1 f32\[1,3,4,6\] = GROUPED_CONV_2D.*INT32:2, INT32:0, BOOL:false\)$/);
  });

  it('RESIZE_NEAREST_NEIGHBOR: width before height', async () => {
    const text = `graph @g(%x: f32[1,3,5,2]) {
      %y = resize(%x) {shape=[1, 6, 15, 2], scales=[1, 2, 3, 1], mode=nearest, coordinates=asymmetric, rounding=floor} : f32[1,6,15,2]
      return y=%y
    }`;
    expect(await linesOf(text)).toEqual([
      '%1 f32[1,6,15,2] = RESIZE_NEAREST_NEIGHBOR(%0, INT32:15, INT32:6, BOOL:false)',
    ]);
  });

  it('MAX_POOL_2D: left, right, top, bottom, strides, then the window', async () => {
    const text = `graph @g(%x: f32[1,9,8,2]) {
      %y = max_pool(%x) {kernel=[3, 4], strides=[2, 1], pads=[1, 2, 0, 1], layout=channels_last} : f32[1,4,8,2]
      return y=%y
    }`;
    const ints = [2, 1, 1, 0, 1, 2, 4, 3, 0].map((value) => `INT32:${value}`).join(', ');
    expect(await linesOf(text)).toEqual([`%1 f32[1,4,8,2] = MAX_POOL_2D(%0, ${ints})`]);
  });
});

describe('kinds of inputs', () => {
  it('MEAN takes an integer where REDUCE_SUM takes a bool', async () => {
    const text = (op: string): string => `graph @g(%x: f32[2,3,4]) {
      %y = ${op}(%x) {axes=[-1]} : f32[2,3,1]
      return y=%y
    }`;
    expect(await linesOf(text('reduce_mean'))).toEqual(['%1 f32[2,3,1] = MEAN(%0, [2], INT32:1)']);
    expect(await linesOf(text('reduce_sum'))).toEqual([
      '%1 f32[2,3,1] = REDUCE_SUM(%0, [2], BOOL:true)',
    ]);
  });

  it('numbers beside tensors of 16 bits have 16 bits', async () => {
    const text = `graph @g(%x: f16[2,3]) {
      @v = splat 2.5 : f16[]
      %p = pad(%x, @v) {pads=[0, 1, 0, 0]} : f16[2,4]
      %y = softmax(%p) : f16[2,4]
      return y=%y
    }`;
    expect(await linesOf(text)).toEqual([
      '%1 f16[2,4] = PAD_V2(%0, [0,0,1,0], FLOAT16:2.5)',
      '%2 f16[2,4] = SOFTMAX(%1, FLOAT16:1, INT32:1)',
    ]);
  });

  it('SELECT gets all three of one shape', async () => {
    const text = `graph @g(%c: bool[2,3], %x: f32[3]) {
      @z = splat 0 : f32[]
      %y = where(%c, %x, @z) : f32[2,3]
      return y=%y
    }`;
    expect(await linesOf(text)).toEqual([
      '%2 f32[1,3] = RESHAPE(%1, [1,3])',
      '%3 f32[2,3] = TILE(%2, [2,1])',
      '%4 f32[2,3] = SELECT(%0, %3, @f32[2,3])',
    ]);
  });
});

describe('matrices', () => {
  it('FULLY_CONNECTED has a result of two axes, and takes up the bias', async () => {
    const text = `graph @g(%x: f32[2,3,4]) {
      @w = seeded 1 1 : f32[4,5]
      @b = seeded 2 1 : f32[5]
      %p = matmul(%x, @w) : f32[2,3,5]
      %y = add(%p, @b) : f32[2,3,5]
      return y=%y
    }`;
    expect(await linesOf(text)).toEqual([
      '%1 f32[6,5] = FULLY_CONNECTED(%0, @f32[5,4], @f32[5], INT32:0)',
      '%2 f32[2,3,5] = RESHAPE(%1, [2,3,5])',
    ]);
  });

  const BATCHES = `graph @g(%a: f32[2,3,4], %b: f32[2,5,4]) {
    %y = matmul(%a, %b) {transpose_b=true} : f32[2,3,5]
    return y=%y
  }`;

  it('batches go to BATCH_MATMUL from level 6 on', async () => {
    expect(await linesOf(BATCHES, 1_000_006)).toEqual([
      '%2 f32[2,3,5] = BATCH_MATMUL(%0, %1, BOOL:false, BOOL:true)',
    ]);
  });

  it('and slice by slice to FULLY_CONNECTED before', async () => {
    const codes = (await linesOf(BATCHES, 30)).map((line) => / = (\w+)/.exec(line)?.[1]);
    expect(codes.filter((code) => code === 'FULLY_CONNECTED')).toHaveLength(2);
    expect(codes).not.toContain('BATCH_MATMUL');
    expect(codes.at(-1)).toBe('CONCATENATION');
  });
});

describe('quantised tensors', () => {
  const text = (dtype: string): string => `graph @g(%x: f32[2,3]) {
    @s = splat 0.5 : f32[]
    @z = splat 3 : ${dtype}[]
    %q = quantize_linear(%x, @s, @z) : ${dtype}[2,3]
    %y = dequantize_linear(%q, @s, @z) : f32[2,3]
    return y=%y
  }`;

  it.each([
    ['u8', 29, 'u8[2,3] *0.5 +3'],
    ['i8', 29, 'u8[2,3] *0.5 +131'],
    ['u8', 30, 's8[2,3] *0.5 +-125'],
    ['i8', 30, 's8[2,3] *0.5 +3'],
  ] as const)(
    '%s at level %i: signed from level 4 on, unsigned before',
    async (dtype, level, type) => {
      expect(await linesOf(text(dtype), level)).toEqual([
        `%1 ${type} = QUANTIZE(%0)`,
        '%2 f32[2,3] = DEQUANTIZE(%1)',
      ]);
    },
  );
});

describe('refusals', () => {
  it.each([
    ['numbers of 64 bits', 'SNAPC4501', 'f64[2]'],
    ['tensors without elements', 'SNAPC4503', 'f32[2,0]'],
    ['unsigned integers of 32 bits', 'SNAPC4500', 'u32[2]'],
  ])('%s', async (_, code, type) => {
    const found = modelOf(
      `graph @g(%x: ${type}) {\n  %y = add(%x, %x) : ${type}\n  return y=%y\n}`,
      29,
    );
    await expect(found).rejects.toSatisfy(
      (error) => error instanceof DiagnosticError && error.diagnostics[0]?.code === code,
    );
  });
});

it('TOPK_V2: the operation gives the last of equals first, so rows go backwards', async () => {
  const text = `graph @g(%x: f32[2,3]) {
    %y, %i = top_k(%x) {k=2, axis=1} : f32[2,2], i64[2,2]
    return y=%y
  }`;
  const [turned, found] = await linesOf(text);
  expect(turned).toBe('%1 f32[2,3] = GATHER(%0, INT32:1, @i32[3])');
  expect(found).toMatch(/TOPK_V2\(%1, INT32:2\)$/);
});

it('nodes that no rewrite has seen are named', () => {
  const text = 'graph @g(%x: f32[2]) {\n  %y = cos(%x) : f32[2]\n  return y=%y\n}';
  const graph = must(parseGraph(text, { ops: builtinOps }));
  const found = checkLegal(graph, contextAt(29));
  expect(found.map(({ code }) => code)).toEqual(['SNAPC4502']);
});

describe('whole models that NNAPI does not take', () => {
  it.each([
    ['without inputs', 'SNAPC4506', '', '@w', 2],
    ['with a weight that no pool can hold', 'SNAPC4507', '%x: f32[1]', '%x', 600_000_000],
  ])('%s', (_, code, inputs, a, size) => {
    const text = `graph @g(${inputs}) {
      @w = bytes("w.bin", 0, ${4 * size}) : f32[${size}]
      %y = add(${a}, @w) : f32[${size}]
      return y=%y
    }`;
    const graph = must(parseGraph(text, { ops: builtinOps }));
    const found = checkLegal(graph, contextAt(29));
    expect(found.map((diagnostic) => diagnostic.code)).toEqual([code]);
  });
});

it('an output that is an input, or another output, is written by an operation of its own', async () => {
  const text = `graph @g(%x: f32[2], %i: i32[2], %c: bool[2]) {
    %y = exp(%x) : f32[2]
    return a=%x, b=%i, c=%c, d=%y, e=%y
  }`;
  expect(await linesOf(text)).toEqual([
    '%3 f32[2] = EXP(%0)',
    '%4 f32[2] = MUL(%0, [1], INT32:0)',
    '%5 i32[2] = SLICE(%1, [0], [2])',
    '%6 bool8[2] = LOGICAL_AND(%2, %2)',
    '%7 f32[2] = MUL(%3, [1], INT32:0)',
  ]);
});
