/** A folder of a staged output as a stage of its own, which the whole commits or aborts. */

import { success } from '../../ir/diagnostics.ts';
import type { OutputStage } from '../host/output.ts';

export function stageWithin(stage: OutputStage, folder: string): OutputStage {
  return {
    file: (path, sliceBytes) => stage.file(`${folder}/${path}`, sliceBytes),
    commit: async () => success(undefined),
    abort: async () => undefined,
  };
}
