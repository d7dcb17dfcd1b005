/** Graphs in text through the rewrites and the lowering, printed. */

import { foldConstants } from '../../compiler/passes/fold-constants.ts';
import { eliminateDeadCode } from '../../compiler/passes/eliminate-dead-code.ts';
import { runPipeline } from '../../compiler/pipeline.ts';
import { builtinOps } from '../../ir/ops/index.ts';
import { parseGraph } from '../../ir/parse.ts';
import { decomposeForNnapi } from '../../targets/nnapi/decompose/pass.ts';
import type { FeatureLevel } from '../../targets/nnapi/levels.ts';
import type { LowerContext } from '../../targets/nnapi/lowering.ts';
import { lowerGraph } from '../../targets/nnapi/lower.ts';
import type { NnModel } from '../../targets/nnapi/syntax.ts';
import { must } from '../coreml/run-program.ts';
import { contextAt } from '../nnapi-numbers/levels.ts';
import { checkModel } from './check-model.ts';
import { printModel } from './print-model.ts';

export async function modelOf(
  text: string,
  featureLevel: FeatureLevel,
  options: Partial<LowerContext> = {},
): Promise<NnModel> {
  const graph = must(parseGraph(text, { ops: builtinOps }));
  const context = { ...contextAt(featureLevel), ...options };
  decomposeForNnapi(graph, context);
  const passes = [foldConstants, eliminateDeadCode];
  must(
    await runPipeline(
      graph,
      passes.map((pass) => ({ pass, options: {} })),
    ),
  );
  return lowerGraph(graph, context);
}

/** The operations, one a line. Throws where the runtime would refuse one. */
export async function linesOf(text: string, featureLevel: FeatureLevel = 29) {
  const model = await modelOf(text, featureLevel);
  const wrong = checkModel(model);
  if (wrong.length > 0) throw new Error(wrong.join('\n'));
  return printModel(model).split('\n').slice(1, -1);
}

/** The names of the operations, as of level 4. */
export async function codesOf(text: string): Promise<readonly string[]> {
  return (await linesOf(text, 30)).map((line) => / = (\w+)\(/.exec(line)?.[1] ?? line);
}

/** The codes of what is said of the model. */
export async function remarksOf(text: string): Promise<readonly string[]> {
  return (await modelOf(text, 30)).remarks.map(({ code }) => code);
}
