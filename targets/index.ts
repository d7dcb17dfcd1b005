/** The built-in targets by name. */

import { coreml } from './coreml/target.ts';
import { nnapi } from './nnapi/target.ts';
import type { Target } from './target.ts';
import { webgpu } from './webgpu/target.ts';

export { defineTarget } from './target.ts';
export type { Emitted, Precision, Target, TargetContext, TargetDeclaration } from './target.ts';

export const targets: readonly Target[] = [webgpu, coreml, nnapi];
