/** Rules of single operations: each broken once. */

import { expect, it } from 'vitest';
import { TestPackage } from '../../support/mil-package.ts';
import { IMAGE } from './broken-rule.ts';
import { contractionRules } from './contraction-rules.ts';
import { readerRules } from './reader-rules.ts';
import { structureRules } from './structure-rules.ts';
import { weightRules } from './weight-rules.ts';

const BROKEN = [...contractionRules, ...readerRules, ...structureRules, ...weightRules];

it.each(BROKEN.map((item) => [item.op, item.words, item] as const))(
  '%s: %s',
  async (_, words, { op, x = IMAGE, opset, given, output, attributes, code = 'SNAPC4434' }) => {
    const p = new TestPackage(opset ?? 'CoreML6');
    p.input('x', x);
    p.op(op, given(p), output, attributes);
    p.output(p.op('relu', { x: 'x' }, x), x);
    const found = await p.problems();
    expect(found.map(({ code }) => code)).toEqual([code]);
    expect(found[0]?.message).toContain(words);
    expect(found[0]?.place?.op).toBe(op);
  },
);
