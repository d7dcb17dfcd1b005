/** Models that overflow in fp16: broken as they are, right with the guard. */

import { describe, expect, it } from 'vitest';
import { errorOf, exact, inHalves, repairsOf } from './in-halves.ts';
import { OVERFLOWING } from './overflowing.ts';

describe.each(OVERFLOWING)('$name', ({ model, repairs }) => {
  it('breaks in fp16, and not with the guard', async () => {
    const given = await model();
    const expected = await exact(given);
    const broken = await inHalves(given, 'off');
    const { outputs, report } = await inHalves(given, 'repair');
    expect(errorOf(broken.outputs, expected)).toBeGreaterThan(0.1);
    expect(errorOf(outputs, expected)).toBeLessThan(1e-2);
    expect(report?.left).toBe(0);
    expect(repairsOf(report)).toEqual(repairs);
  });
});
