/** What the table of `snapc tune` says of the tile that the device had before. */

import { expect, it } from 'vitest';
import { rowOf } from '../../compiler/cli/tune-report.ts';
import { tileOf } from '../../targets/webgpu/tune/candidates.ts';
import type { Trial } from '../../targets/webgpu/tune/trial.ts';
import { deviceNamed } from '../webgpu/memory-sink.ts';

const device = deviceNamed('pixel-9');
const own = tileOf('matmul', device);
const best: Trial = { tile: { ...own, rows: 2 }, milliseconds: 1.5 };

function slower(whole: boolean): Trial {
  const fault = 'not faster';
  return { tile: own, milliseconds: undefined, slower: { milliseconds: 1.75, whole }, fault };
}

it.each<[string, readonly Trial[], string]>([
  ['was timed to the end', [{ tile: own, milliseconds: 2.25 }], '2.25'],
  ['was given up', [slower(false)], '1.75 or more'],
  ['was slower at the last', [slower(true)], '1.75'],
  ['was refused', [{ tile: own, milliseconds: undefined, fault: 'too large' }], '-'],
  ['had no time', [], '-'],
])('it %s', (_, trials, before) => {
  const result = { family: 'matmul', share: 0.5, distinct: 1, problems: [] } as const;
  const row = rowOf({ ...result, trials: [best, ...trials], best }, device);
  expect(row.slice(-2)).toEqual(['1.50', before]);
});
