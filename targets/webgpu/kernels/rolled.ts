/** Loops that compilers leave loops: they begin at a number unknown to them, as many as run is all that they know. */

import type { KernelWriter } from '../syntax.ts';

/**
 * Opens a loop of `count` turns over `index`, from `first` on. Mesa writes short loops out, nested ones too: of a
 * convolution that is up to ten times the code, and as many times the compiling, for no speed. All invocations of a
 * workgroup begin at the same number, so that subgroups and barriers stay allowed.
 */
export function openRolled(kernel: KernelWriter, index: string, count: string, first = '0u'): void {
  const turn = `turn_${index}`;
  kernel.line(`for (var ${turn} = group.z; ${turn} < group.z + ${count}; ${turn}++) {`);
  const passed = `${turn} - group.z`;
  kernel.line(`let ${index} = ${first === '0u' ? passed : `${first} + (${passed})`};`);
}
