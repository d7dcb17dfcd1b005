/** The options of the demo and of the judge: help is help, and a slip ends before any work, without a stack. */

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readOptions as demoOptions } from '../../examples/demo/options.ts';
import { readOptions as judgeOptions } from '../tiny/options.ts';

const told: string[] = [];
const keep = (text: string | Uint8Array): boolean => told.push(String(text)) > 0;

beforeEach(() => {
  told.length = 0;
  vi.spyOn(process.stdout, 'write').mockImplementation(keep);
  vi.spyOn(process.stderr, 'write').mockImplementation(keep);
  vi.spyOn(process, 'exit').mockImplementation((code) => {
    throw new Error(`exit ${code}`);
  });
});
afterEach(() => void vi.restoreAllMocks());

describe.each([
  ['demo', demoOptions],
  ['judge', judgeOptions],
])('%s', (name, read) => {
  it('explains itself', () => {
    expect(() => read(['--help'])).toThrow('exit 0');
    expect(told.join('')).toContain(`Usage: npm run ${name} --`);
    expect(told.join('')).toContain('--guidance');
  });

  it.each([
    ['no number', ['x', '--seed', 'red']],
    ['half a step', ['x', '--steps', '1.5']],
    ['an unknown option', ['x', '--sed', '1']],
  ])('refuses %s', (_, words) => {
    expect(() => read(words)).toThrow('exit 2');
    expect(told.join('')).toContain(words[1]);
  });
});

it('takes prompts with their numbers', () => {
  const { prompts, options } = demoOptions(['a red circle', 'a ring', '--seed', '7', '--steps=4']);
  expect(prompts).toEqual(['a red circle', 'a ring']);
  expect(options).toMatchObject({ seed: 7, steps: 4, out: 'demo' });
  expect(options.guidance).toBeUndefined();
});
