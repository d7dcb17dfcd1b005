/** The rules of the built-in ops; other ops say of themselves what they can (`range`), or are taken apart. */

import { hasTrait } from '../../../ir/define.ts';
import type { OpDefinition } from '../../../ir/define.ts';
import { builtinOps } from '../../../ir/ops/index.ts';
import type { OpTable } from '../../../ir/ops/index.ts';
import { axisRules } from './along-axes.ts';
import { arithmeticRules } from './arithmetic.ts';
import { attentionRule } from './attention.ts';
import { contractionRules } from './contraction.ts';
import { movementRule, movementRules } from './movement.ts';
import { normRules } from './normalization.ts';
import { pointwiseRules } from './pointwise.ts';
import type { RangeRule } from './rule.ts';

/** By the name of the op. */
const rangeRules: Readonly<Record<string, RangeRule>> = {
  ...arithmeticRules,
  ...normRules,
  ...pointwiseRules,
  ...contractionRules,
  ...axisRules,
  ...movementRules,
  attention: attentionRule,
};

const OPS: OpTable = builtinOps;

/** Only of built-in ops: one of the user may have the name of a rule by chance. */
export function ruleOf(op: OpDefinition): RangeRule | undefined {
  if (OPS[op.name] !== op) return undefined;
  if (Object.hasOwn(rangeRules, op.name)) return rangeRules[op.name];
  return hasTrait(op, 'movement') ? movementRule : undefined;
}
