/** `--budget`: bits per layer within bounds, as rules that are written to a file and followed at once. */

import { budgetAndForm, chosen } from '../budget/diagnostics.ts';
import { BUDGET_FORMS } from '../budget/forms.ts';
import type { BudgetForm } from '../budget/forms.ts';
import { parseBudget } from '../budget/parse-budget.ts';
import { planBudget } from '../budget/plan-budget.ts';
import type { BudgetPlan } from '../budget/plan-budget.ts';
import { importOnnx } from '../import/onnx/import.ts';
import type { DimOptions } from '../import/onnx/dims.ts';
import { runPipeline } from '../pipeline.ts';
import type { AddedPass } from '../prepare.ts';
import type { Compression, CompressionExtras } from '../quantize/compression.ts';
import { printSensitivity } from '../report/sensitivity.ts';
import { samplesOf } from '../shapes.ts';
import type { ModelShapes } from '../shapes.ts';
import type { Precision } from '../target.ts';
import { refuse, take } from './command.ts';
import type { CommandContext } from './command.ts';
import { writeIntoFolders } from './files.ts';
import { withModel } from './model.ts';

export interface BudgetArguments {
  readonly budget?: string;
  readonly budgetFile?: string;
  readonly compress?: string;
  readonly precision: Precision;
  readonly out: string;
}

interface BudgetSettings extends CompressionExtras {
  /** The model. */
  readonly file: string;
  readonly dims: DimOptions & { readonly shapes?: ModelShapes };
  readonly targets: readonly { readonly name: string }[];
  /** Passes of the same compile. */
  readonly before: readonly AddedPass[];
}

/** What the built-in targets store in few bits; others get what they make of it. */
const STORED: Readonly<Record<string, readonly BudgetForm[]>> = {
  webgpu: BUDGET_FORMS,
  nnapi: ['float', 'int8'],
};

/** Undefined where no budget is given. */
export async function readBudget(
  context: CommandContext,
  given: BudgetArguments,
  { file, dims, targets, before, ...extras }: BudgetSettings,
): Promise<Compression | undefined> {
  if (given.budget === undefined) return undefined;
  if (given.compress !== undefined) return refuse(budgetAndForm());
  const budget = take(context, parseBudget(given.budget), 'usage');
  const forms = BUDGET_FORMS.filter((form) =>
    targets.every(({ name }) => STORED[name]?.includes(form) ?? true),
  );
  const [sizes = new Map()] = dims.shapes === undefined ? [] : samplesOf(dims.shapes);
  const bound = { ...dims, dims: new Map([...(dims.dims ?? []), ...sizes]) };
  const plan = await withModel(context, file, async (source) => {
    const { graph } = take(context, await importOnnx(source, bound));
    const steps = before.flatMap(({ step, before: early, after }) =>
      early === undefined && after === undefined ? [step] : [],
    );
    take(context, await runPipeline(graph, steps));
    const floatBytes = given.precision === 'fp16' ? 2 : 4;
    return take(
      context,
      await planBudget(
        graph,
        { ...extras, budget, forms, floatBytes },
        {
          signal: context.signal,
          progress: (what, done, total) =>
            total === undefined
              ? context.progress.phase(`budget: ${what}, ${done} done`)
              : context.progress.count(`budget: ${what}`, done, total),
        },
      ),
    );
  });
  const name = given.budgetFile ?? `${given.out}.compress.json`;
  const text = `${JSON.stringify(plan.compression, undefined, 2)}\n`;
  const { forms: tried, layers } = plan.sensitivity;
  await writeIntoFolders(context, [
    [name, text],
    [`${given.out}.sensitivity.json`, printSensitivity(tried, layers)],
  ]);
  context.diagnostics.push(chosen(summaryOf(plan), name));
  return plan.compression;
}

function summaryOf({ layers, bytes, predicted, measured }: BudgetPlan): string {
  const forms = BUDGET_FORMS.flatMap((form) => {
    const count = layers.filter((layer) => layer.form === form).length;
    return count === 0 ? [] : [`${count} in ${form}`];
  });
  const decibels = ({ psnr, sqnr }: BudgetPlan['measured']): string =>
    `PSNR ${psnr.toFixed(1)} dB, SQNR ${sqnr.toFixed(1)} dB`;
  return `weights of ${forms.join(', ')} take ${(bytes / 1e6).toFixed(3)} MB; ${decibels(predicted)} as predicted, ${decibels(measured)} as measured`;
}
