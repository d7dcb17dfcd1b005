/** Angles of sines in relaxed models: those of steps times frequencies are taken in turns, of others it warns. */

import { expect, it } from 'vitest';
import { runPipeline } from '../../compiler/pipeline.ts';
import { evaluateGraph } from '../../ir/evaluate.ts';
import { builtinOps } from '../../ir/ops/index.ts';
import { parseGraph } from '../../ir/parse.ts';
import { printGraph } from '../../ir/print.ts';
import { tensorFrom, toNumbers } from '../../ir/tensor.ts';
import { checkLegal } from '../../targets/nnapi/legal.ts';
import { given, passesFor } from '../../targets/nnapi/pipeline.ts';
import { must } from '../coreml/run-program.ts';
import { graphOf } from '../coreml/written-package.ts';
import { contextAt } from '../nnapi-numbers/levels.ts';

const STEPS = [1, 31, 32, 250, 500, 761, 981, 999];
const FREQUENCIES = [1, 0.7, 0.31, 0.1, 0.013, 0.0011, 0.0001];

function codesOf(relaxed: boolean, op: string): readonly string[] {
  const graph = graphOf(`graph @g(%x: f32[2,4]) {
    %y = ${op}(%x) : f32[2,4]
    return y=%y
  }`);
  return checkLegal(graph, { ...contextAt(29), relaxed }).map(({ code }) => code);
}

it('are warned of where there is a sine, and the model is relaxed', () => {
  expect(codesOf(true, 'sin')).toEqual(['SNAPC4511']);
  expect(codesOf(false, 'sin')).toEqual([]);
  expect(codesOf(true, 'tanh')).toEqual([]);
});

/** A graph of fp32, computed as drivers may compute a relaxed one: every result in halves. */
async function errorInHalves(relaxed: boolean): Promise<number> {
  const count = STEPS.length;
  const shape = `f32[${count},${FREQUENCIES.length}]`;
  const graph = graphOf(`graph @g(%t: f32[${count},1]) {
    @f = dense [${FREQUENCIES.join(', ')}] : f32[1,${FREQUENCIES.length}]
    %angle = mul(%t, @f) : ${shape}
    %s = sin(%angle) : ${shape}
    %c = cos(%angle) : ${shape}
    return s=%s, c=%c
  }`);
  const context = { ...contextAt(29), relaxed };
  must(await runPipeline(graph, passesFor(context, 'fp32'), given));
  expect(checkLegal(graph, context)).toEqual([]);
  const halves = must(
    parseGraph(printGraph(graph).replaceAll('f32[', 'f16['), { ops: builtinOps }),
  );
  const found = await evaluateGraph(halves, new Map([['t', tensorFrom('f16', [count, 1], STEPS)]]));
  const errors = (['s', 'c'] as const).flatMap((name) => {
    const output = found.get(name);
    if (output === undefined) throw new Error(`no ${name}`);
    const compute = name === 's' ? Math.sin : Math.cos;
    return toNumbers(output).map((value, index) => {
      const step = STEPS[Math.floor(index / FREQUENCIES.length)] ?? NaN;
      const frequency = FREQUENCIES[index % FREQUENCIES.length] ?? NaN;
      return Math.abs(value - compute(step * frequency));
    });
  });
  return Math.max(...errors);
}

it('of steps and frequencies are right within halves', async () => {
  expect(await errorInHalves(true)).toBeLessThan(6e-4);
  expect(await errorInHalves(false)).toBeGreaterThan(0.1);
});
