/** Guesses of the time that is left. */

import { describe, expect, it } from 'vitest';
import { createProgress } from '../../compiler/cli/progress.ts';
import { timeLeft } from '../../compiler/cli/time-left.ts';

function clock() {
  let time = 1000;
  return { now: () => time, pass: (milliseconds: number) => void (time += milliseconds) };
}

describe('the time that is left', () => {
  it('is told once enough of a stage is over', () => {
    const { now, pass } = clock();
    const left = timeLeft(now);
    expect(left('weights', 0, 100)).toBe('');
    pass(1000);
    expect(left('weights', 20, 100)).toBe('');
    pass(3000);
    // A quarter took four seconds.
    expect(left('weights', 25, 100)).toBe(', about 12 s left');
    pass(296_000);
    expect(left('weights', 30, 100)).toBe(', about 12 min left');
    expect(left('weights', 31, 10_000)).toBe('');
    expect(left('weights', 100, 100)).toBe('');
  });

  it('begins anew with each stage', () => {
    const { now, pass } = clock();
    const left = timeLeft(now);
    left('measuring', 0, 10);
    pass(60_000);
    expect(left('measuring', 1, 10)).toBe(', about 9 min left');
    expect(left('weights', 1, 10)).toBe('');
    pass(8 * 3_600_000);
    // What was done when the stage began does not count.
    expect(left('weights', 2, 10)).toBe(', about 64.0 h left');
  });

  it('ends lines of progress', () => {
    const { now, pass } = clock();
    let text = '';
    const sink = { write: (more: string) => void (text += more), isTerminal: false, columns: 80 };
    const progress = createProgress(sink, now);
    progress.count('layers', 0, 4);
    pass(5000);
    progress.count('layers', 1, 4);
    pass(5000);
    progress.bytes('weights', 0, 4);
    expect(text).toBe('snapc: layers, 1 of 4, about 15 s left\nsnapc: weights, 0 B of 4 B\n');
  });
});
