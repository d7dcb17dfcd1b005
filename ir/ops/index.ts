/** Every built-in op by name; what the importer, the parser and passes look ops up in. */

import type { OpDefinition } from '../define.ts';
import { compositeOps } from './composite/index.ts';
import { coreOps } from './core/index.ts';
import { recipeOps } from './recipe/index.ts';

export const builtinOps = { ...coreOps, ...compositeOps, ...recipeOps };
export type BuiltinOps = typeof builtinOps;
export type CoreOpName = keyof typeof coreOps;
export type CompositeOpName = keyof typeof compositeOps;

/** Ops by name; user ops join the built-in ones here. */
export type OpTable = Readonly<Record<string, OpDefinition>>;
