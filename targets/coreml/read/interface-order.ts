/** Whether the interface lists its features in the order of the function, as converters write them. */

import type { Diagnostic } from '../../../ir/diagnostics.ts';
import { badStructure } from './program-diagnostics.ts';
import type { FunctionInterface, ProgramFunction } from './spec.ts';

/** What is on one side only, or twice, is told elsewhere. */
export function orderFaults(item: FunctionInterface, own: ProgramFunction): Diagnostic[] {
  const states = new Set(item.states.map(({ name }) => name));
  const inputs = own.inputs.map(({ name }) => name).filter((name) => !states.has(name));
  const outputs = own.blocks.get(own.opset)?.outputs ?? [];
  return [
    { role: 'inputs', described: item.inputs, given: inputs },
    { role: 'outputs', described: item.outputs, given: outputs },
  ].flatMap(({ role, described, given }) => {
    const names = described.map(({ name }) => name);
    const same = names.every((name, index) => name === given[index]);
    if (same || names.length !== given.length) return [];
    if (names.some((name) => !given.includes(name))) return [];
    const what = `the interface describes the ${role} ${names.join(', ')}, the function has ${given.join(', ')}`;
    return [badStructure({ function: item.name }, what, 'list both in the same order')];
  });
}
