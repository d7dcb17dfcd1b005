/** What the table of `snapc tune` says of the tile that the device had before. */

import { expect, it } from 'vitest';
import { rowOf } from '../../compiler/cli/tune-report.ts';
import { tileOf } from '../../targets/webgpu/tune/candidates.ts';
import type { Trial } from '../../targets/webgpu/tune/trial.ts';
import { deviceNamed } from '../webgpu/memory-sink.ts';

const device = deviceNamed('pixel-9');
const own = tileOf('matmul', device);
const best: Trial = { tile: { ...own, rows: 2 }, milliseconds: 1.5 };

it.each<[string, readonly Trial[], string]>([
  ['was timed to the end', [{ tile: own, milliseconds: 2.25 }], '2.25'],
  [
    'was given up',
    [{ tile: own, milliseconds: undefined, atLeast: 1.75, fault: 'not faster' }],
    '1.75 or more',
  ],
  ['was refused', [{ tile: own, milliseconds: undefined, fault: 'too large' }], '-'],
  ['had no time', [], '-'],
])('it %s', (_, trials, before) => {
  const result = { family: 'matmul', share: 0.5, distinct: 1, problems: [] } as const;
  const row = rowOf({ ...result, trials: [best, ...trials], best }, device);
  expect(row.slice(-2)).toEqual(['1.50', before]);
});
