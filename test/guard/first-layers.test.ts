/** What small models compute in fp32 from the inputs on is no place where fp16 could overflow, nor repaired. */

import { expect, it } from 'vitest';
import { guarded } from '../../compiler/guard/place-guard.ts';
import type { GuardReport } from '../../compiler/guard/report.ts';
import { WeightMeasures } from '../../compiler/guard/statistics.ts';
import { runPipeline } from '../../compiler/pipeline.ts';
import { hasTrait } from '../../ir/define.ts';
import { parseGraph } from '../../ir/parse.ts';
import { coreml } from '../../targets/coreml/target.ts';
import { must } from '../coreml/run-program.ts';
import { contextFor } from '../coreml/written-package.ts';

/** Its first product overflows in fp16, and so does what follows until the norm. */
const CHAIN = `graph @chain(%x: f32[2,64]) {
  @a = seeded 1 3000 : f32[64,64]
  @b = seeded 2 0.2 : f32[64,64]
  @c = seeded 3 0.2 : f32[64,64]
  %0 = matmul(%x, @a) : f32[2,64]  // onnx: "/first"
  %1 = layer_norm(%0) : f32[2,64]  // onnx: "/norm"
  %2 = matmul(%1, @b) : f32[2,64]  // onnx: "/second"
  %3 = matmul(%2, @c) : f32[2,64]  // onnx: "/third"
  return y=%3
}`;

async function guardOf(layers: number) {
  const graph = must(parseGraph(CHAIN));
  const context = contextFor(graph, { precision: 'fp16', options: { first_layers: layers } });
  const reports: GuardReport[] = [];
  const request = { mode: 'strict', ranges: 'x=-8..8', measures: new WeightMeasures() } as const;
  const steps = guarded(coreml.pipeline(context), request, coreml.halves?.(context), (report) =>
    reports.push(report),
  );
  must(await runPipeline(graph, steps, coreml.given));
  const [report] = reports;
  if (report === undefined) throw new Error('the guard has told nothing');
  return { graph, report };
}

it('looks at what stays fp16', async () => {
  const all = await guardOf(0);
  const rest = await guardOf(1);
  const repaired = ({ sites }: GuardReport) => sites.filter(({ repair }) => repair !== undefined);
  expect(repaired(all.report).map(({ node }) => node)).toContain('/first');
  expect(repaired(rest.report).map(({ node }) => node)).not.toContain('/first');
  const places = ({ counts }: GuardReport) => counts.interval + counts.calibration + counts.risk;
  expect(places(rest.report)).toBeLessThan(places(all.report));
  for (const { report } of [all, rest]) expect(report.left).toBe(0);
});

it('agrees with what is fp32 in the end', async () => {
  const { graph, report } = await guardOf(1);
  const wide = [...graph.nodes()].filter(
    ({ op, results }) => hasTrait(op, 'contraction') && results[0]?.type.dtype === 'f32',
  );
  expect(wide.flatMap(({ origin }) => origin.onnx)).toEqual(['/first']);
  expect(report.sites.map(({ node }) => node)).not.toContain('/first');
});
