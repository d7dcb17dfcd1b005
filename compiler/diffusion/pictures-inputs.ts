/** Everything of a pipeline that is read before its parts are compiled. */

import type { PipelineDeclaration } from './declaration.ts';
import type { PipelinePlan } from './plan.ts';
import type { StepTables } from './step-tables.ts';
import type { TokenizerTables } from './tokenizer/read-tokenizer.ts';

export interface PicturesInputs {
  readonly declaration: PipelineDeclaration;
  readonly plan: PipelinePlan;
  readonly tokenizer: TokenizerTables;
  readonly tables: StepTables;
}

const USUAL_NAME = 'pictures';

export function nameOf({ declaration }: PicturesInputs): string {
  return declaration.name ?? USUAL_NAME;
}
