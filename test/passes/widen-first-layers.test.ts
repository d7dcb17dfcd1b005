/** Which layers of a model of fp16 are fp32: those that most others wait for, and none of a model that is short or large. */

import { expect, it } from 'vitest';
import { setPrecision } from '../../compiler/passes/set-precision.ts';
import { widenFirstLayers } from '../../compiler/passes/widen-first-layers.ts';
import { runPipeline } from '../../compiler/pipeline.ts';
import { hasTrait } from '../../ir/define.ts';
import type { Graph } from '../../ir/graph.ts';
import { builtinOps } from '../../ir/ops/index.ts';
import { parseGraph } from '../../ir/parse.ts';
import { must } from '../coreml/run-program.ts';

/** A chain of products, with a second one that is added before the last. */
function chain(length: number, width = 4): Graph {
  const layers = Array.from({ length }, (_, at) => {
    const input = at === 0 ? '%x' : `%v${at - 1}`;
    return `@w${at} = seeded ${at} 0.5 : f32[${width},${width}]
      %v${at} = matmul(${input}, @w${at}) : f32[2,${width}]`;
  });
  const text = `graph @chain(%x: f32[2,${width}], %late: f32[2,${width}]) {
    ${layers.join('\n')}
    @own = seeded 99 0.5 : f32[${width},${width}]
    %side = matmul(%late, @own) : f32[2,${width}]
    %sum = add(%v${length - 1}, %side) : f32[2,${width}]
    return y=%sum
  }`;
  return must(parseGraph(text, { ops: builtinOps }));
}

async function widthsOf(graph: Graph, layers = -1): Promise<string> {
  const steps = [setPrecision.with({ precision: 'fp16' }), widenFirstLayers.with({ layers })];
  must(await runPipeline(graph, steps, []));
  return [...graph.nodes()]
    .filter(({ op }) => hasTrait(op, 'contraction'))
    .map(({ results }) => (results[0]?.type.dtype === 'f32' ? 'w' : 'h'))
    .join('');
}

it('are those that most others wait for', async () => {
  expect(await widthsOf(chain(8), 3)).toBe('wwwhhhhhh');
  expect(await widthsOf(chain(8), 0)).toBe('hhhhhhhhh');
});

it('are a quarter of a small model, and eight at most', async () => {
  expect(await widthsOf(chain(3))).toBe('hhhh');
  expect(await widthsOf(chain(12))).toBe(`www${'h'.repeat(10)}`);
  expect(await widthsOf(chain(40))).toBe(`${'w'.repeat(8)}${'h'.repeat(33)}`);
});

it('are none of a large model', async () => {
  expect(await widthsOf(chain(16, 1024))).toBe('h'.repeat(17));
});

it('have weights that are not rounded, and inputs as they are given', async () => {
  const graph = chain(8);
  await widthsOf(graph, 1);
  const [first] = [...graph.nodes()];
  expect(first?.operands[0]).toBe(graph.inputs[0]);
  expect(first?.operands[1]?.constant?.source.kind).toBe('seeded');
});
