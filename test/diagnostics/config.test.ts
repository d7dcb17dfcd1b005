/** The codes of what can be wrong with a config. */

import { expect, test } from 'vitest';
import { checkConfig } from '../../compiler/api/check-config.ts';
import { definePass } from '../../compiler/api/node.ts';

const pass = definePass({ name: 'mine', describe: 'does nothing', run: () => undefined });

test.each([
  ['a mistyped key', { pases: [] }, ['SNAPC5420']],
  ['a list that is none', { passes: pass }, ['SNAPC5421']],
  [
    'a pass by hand that lacks a part',
    { passes: [{ pass: { ...pass, breaks: undefined } }] },
    ['SNAPC5421'],
  ],
  ['a built-in name', { passes: [{ pass: { ...pass, name: 'canonicalize' } }] }, ['SNAPC5422']],
  ['an unknown target', { passes: [{ pass, targets: ['webgp'] }] }, ['SNAPC5424']],
  [
    'several faults',
    { pases: [], passes: [{ pass, targets: ['webgp'], befor: 'x' }] },
    ['SNAPC5420', 'SNAPC5420', 'SNAPC5424'],
  ],
])('%s', (_, config, codes) => {
  const { diagnostics } = checkConfig(config, 'snapc.config.ts');
  expect(diagnostics.map(({ code }) => code).sort()).toEqual(codes);
  for (const { hint, place } of diagnostics) {
    expect(hint).toMatch(/\w/);
    expect(place?.file).toBe('snapc.config.ts');
  }
});
