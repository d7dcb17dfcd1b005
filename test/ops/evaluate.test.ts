/** The reference semantics of the core ops: each sample gives what onnxruntime gives for the same node. */

import { describe, expect, it } from 'vitest';
import type { OpDefinition, Sample } from '../../ir/define.ts';
import { coreOps } from '../../ir/ops/core/index.ts';
import { fullAttributes, sampleOperands } from '../support/samples.ts';
import { compareWithOracle } from './compare.ts';
import { spellingsOf } from './onnx-spelling.ts';

/** What onnxruntime cannot say; values.test.ts has these by hand. */
const NO_ORACLE: Readonly<Record<string, string>> = {
  random_normal: 'the generator is free',
  random_uniform: 'the generator is free',
  'div: integers by zero': 'the division ends the process',
};

const cases = Object.values<OpDefinition>(coreOps).flatMap((op) =>
  op.samples.map((sample, index) => {
    const title = `${op.name}: ${sample.name ?? `sample ${index}`}`;
    return [title, op, sample] as const;
  }),
);

function hasOracle([title, op]: readonly [string, OpDefinition, Sample]): boolean {
  return NO_ORACLE[title] === undefined && NO_ORACLE[op.name] === undefined;
}

describe('evaluate agrees with onnxruntime', () => {
  it.each(cases.filter(hasOracle))('%s', async (_, op, sample) => {
    await compareWithOracle(op, sampleOperands(sample), sample.attributes, sample.tolerance);
  });
});

it('has an ONNX spelling for every sample that is not listed without one', () => {
  const missing = cases
    .filter(hasOracle)
    .filter(
      ([, op, sample]) =>
        spellingsOf(op, sampleOperands(sample), fullAttributes(op, sample.attributes)).length === 0,
    );
  expect(missing.map(([title]) => title)).toEqual([]);
});
