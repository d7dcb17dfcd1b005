/** Loops that compilers leave loops: they begin at a number unknown to them, as many as run is all that they know. */

import type { KernelWriter } from '../syntax.ts';

/**
 * Opens a loop over `index` from `first` on, `length` numbers of which every `step`th is a turn. Mesa writes short loops
 * out, nested ones too: of a convolution that is up to ten times the code, and as many times the compiling, for no speed.
 * All invocations of a workgroup begin at the same number, so that subgroups and barriers stay allowed.
 */
export function openRolled(
  kernel: KernelWriter,
  index: string,
  length: string,
  { first = '0u', step = 1 } = {},
): void {
  const turn = `turn_${index}`;
  const next = step === 1 ? `${turn}++` : `${turn} += ${step}u`;
  kernel.line(`for (var ${turn} = group.z; ${turn} < group.z + ${length}; ${next}) {`);
  const passed = `${turn} - group.z`;
  kernel.line(`let ${index} = ${first === '0u' ? passed : `${first} + (${passed})`};`);
}
