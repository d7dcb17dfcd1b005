/** Counts and seeds of commands that try things at random. */

import { refuse } from './command.ts';
import { badRuns } from './diagnostics.ts';

export function wholeNumber(text: string, option: string, least: number): number {
  const number = Number(text);
  return Number.isSafeInteger(number) && number >= least && number <= 1e9
    ? number
    : refuse(badRuns(option, text, least));
}

export function newSeed(): number {
  return Math.floor(Math.random() * 1e6);
}
