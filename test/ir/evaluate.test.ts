/** The reference interpreter: what it refuses, when it reads constants, and what it keeps in memory. */

import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { dataConstant, materialize } from '../../ir/constant.ts';
import type { ByteStore, Constant } from '../../ir/constant.ts';
import { DiagnosticError } from '../../ir/diagnostics.ts';
import { defineOp, operand, optional } from '../../ir/define.ts';
import { checkInputs, evaluateGraph } from '../../ir/evaluate.ts';
import { Graph, resultOf } from '../../ir/graph.ts';
import type { Value } from '../../ir/graph.ts';
import { builtinOps } from '../../ir/ops/index.ts';
import { parseGraph } from '../../ir/parse.ts';
import { tensorFrom } from '../../ir/tensor.ts';
import type { Tensor } from '../../ir/tensor.ts';
import { FLOATS } from '../../ir/types.ts';

function graphOf(text: string): Graph {
  const parsed = parseGraph(text);
  if (!parsed.ok) throw new Error(parsed.diagnostics[0]?.message);
  return parsed.value;
}
const vector = (...values: readonly number[]): Tensor => tensorFrom('f32', [values.length], values);

describe('inputs', () => {
  const graph = graphOf('graph @g(%x: f32[2], %y: f32[2*h,w]) { return x=%x, y=%y }');

  test('are refused all at once, with what to do', () => {
    const given = new Map([
      ['x', vector(1, 2, 3)],
      ['z', vector(1)],
    ]);
    expect(
      checkInputs(graph, given).map(({ code, message, hint }) => `${code} ${message}: ${hint}`),
    ).toEqual([
      'SNAPC1203 input "x" is f32[3], not f32[2]: convert the tensor, or compile the model for this shape with --dim or --dims-from',
      'SNAPC1204 the shape of "y" depends on h, w: bind each: --dim h=VALUE --dim w=VALUE',
      'SNAPC1202 there is no input "z": the inputs are "x", "y"',
    ]);
    expect(checkInputs(graph, new Map())[0]?.code).toBe('SNAPC1201');
  });

  test('of any name are shown without doing harm', () => {
    const hostile = 'a\u001b[31m\u202eb';
    const named = new Graph('g');
    named.addInput(hostile, { dtype: 'f32', shape: [2] });
    for (const { message, hint } of checkInputs(named, new Map([['\u2028', vector(1)]]))) {
      const shown = `${message} ${hint}`;
      for (const character of ['\u001b', '\u202e', '\u2028'])
        expect(shown).not.toContain(character);
    }
  });

  test('that do not fit are not run', async () => {
    await expect(evaluateGraph(graph, new Map())).rejects.toBeInstanceOf(DiagnosticError);
  });
});

describe('constants', () => {
  test('are read when first needed, once, and as many bytes as they are', async () => {
    const log: string[] = [];
    const store: ByteStore = {
      name: 'w.bin',
      size: 24,
      read: (offset, length) => {
        log.push(`read ${offset} ${length}`);
        return Promise.resolve(new Uint8Array(length));
      },
    };
    const bytes = (offset: number): Constant => ({
      type: { dtype: 'f32', shape: [2] },
      source: { kind: 'bytes', store, offset, length: 8 },
    });
    const graph = new Graph('g');
    let value = graph.addInput('x', { dtype: 'f32', shape: [2] });
    const first = graph.addConstant(bytes(0));
    const second = graph.addConstant(bytes(8));
    for (const constant of [first, second, first]) {
      const { add } = builtinOps;
      value = resultOf(graph.insert({ op: add, operands: { a: value, b: constant } }));
    }
    graph.setOutputs([
      { name: 'y', value },
      { name: 'w', value: graph.addConstant(bytes(16)) },
    ]);
    await evaluateGraph(graph, new Map([['x', vector(1, 2)]]), {
      onNode: (node) => log.push(node.op.name),
    });
    expect(log).toEqual(['read 0 8', 'add', 'read 8 8', 'add', 'add', 'read 16 8']);
  });

  test('of a file that was cut are a diagnostic', async () => {
    const store: ByteStore = {
      name: 'w.bin',
      size: 8,
      read: () => Promise.resolve(new Uint8Array(5)),
    };
    const cut: Constant = {
      type: { dtype: 'f32', shape: [2] },
      source: { kind: 'bytes', store, offset: 0, length: 8 },
    };
    const fault = await materialize(cut).catch((error: unknown) => error);
    if (!(fault instanceof DiagnosticError)) throw new Error('it was read');
    expect(fault.diagnostics.map(({ code }) => code)).toEqual(['SNAPC1901']);
  });

  test('by recipes are computed from what they name', async () => {
    const numbers = dataConstant(vector(1, 2));
    const recipe: Constant = {
      type: { dtype: 'f32', shape: [2] },
      source: { kind: 'recipe', op: builtinOps.add, operands: [numbers, numbers], attributes: {} },
    };
    expect((await materialize(recipe)).data).toEqual(Float32Array.of(2, 4));
  });
});

describe('memory', () => {
  test('a value is let go after its last reader', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const made: WeakRef<Tensor>[] = [];
    const graph = new Graph('g');
    const step = defineOp({
      name: 'step',
      operands: { input: operand(FLOATS), constant: operand(FLOATS), more: optional(FLOATS) },
      attributes: {},
      traits: [],
      infer: ({ input }) => input,
      evaluate: ({ input }) => {
        const result = vector(Number(input.data[0]) + 1);
        made.push(new WeakRef(result));
        return result;
      },
      cost: () => ({ flops: 0 }),
      samples: [],
    });
    const next = (input: Value, more?: Value): Value => {
      // Reading the constant is when this test looks at what is left of the values before.
      const constant = graph.addConstant(dataConstant(vector(0)));
      return resultOf(graph.insert({ op: step, operands: { input, constant, more } }));
    };
    const first = next(graph.addInput('x', { dtype: 'f32', shape: [1] }));
    const output = next(first);
    next(first);
    const last = next(next(next(output)), output);
    graph.setOutputs([
      { name: 'output', value: output },
      { name: 'last', value: last },
    ]);

    const left: string[] = [];
    const outputs = await evaluateGraph(graph, new Map([['x', vector(0)]]), {
      materialize: async (constant) => {
        await setImmediate();
        collect();
        // The newest may still lie in the interpreter's own variables.
        const older = made.slice(0, -1);
        left.push(older.flatMap((ref, index) => (ref.deref() ? [index] : [])).join(' '));
        await setImmediate();
        return materialize(constant);
      },
    });
    // Before each of the nodes 0 to 5: 0 is read by 1 and 2, 1 is an output, nobody reads 2.
    expect(left).toEqual(['', '', '0', '1', '1', '1']);
    expect([...outputs.values()].map(({ data }) => data[0])).toEqual([2, 5]);
  });
});

describe('an aborted run', () => {
  test('ends with the reason of its signal', async () => {
    const graph = graphOf(
      'graph @g(%x: f32[1]) { %0 = exp(%x) : f32[1] %1 = neg(%0) : f32[1] return y=%1 }',
    );
    const controller = new AbortController();
    const seen: string[] = [];
    const run = evaluateGraph(graph, new Map([['x', vector(1)]]), {
      signal: controller.signal,
      onNode: (node) => {
        seen.push(node.op.name);
        controller.abort(new Error('enough'));
      },
    });
    await expect(run).rejects.toThrow('enough');
    expect(seen).toEqual(['exp']);
  });
});
