/** If with a condition that is known: the branch it takes stands in its place. */

import { DiagnosticError } from '../../../../ir/diagnostics.ts';
import { getElement } from '../../../../ir/tensor.ts';
import { dynamicControlFlow } from '../diagnostics.ts';
import { defineRule } from '../rule.ts';

export const ifRule = defineRule({
  op: 'If',
  since: 1,
  convert: (node) => {
    const condition = node.known(node.input(0));
    if (condition?.data.length !== 1) {
      throw new DiagnosticError(
        dynamicControlFlow('its condition is computed at run time', node.place),
      );
    }
    const taken = Number(getElement(condition, 0)) !== 0;
    const branches = [node.attributes.graph('else_branch'), node.attributes.graph('then_branch')];
    const graph = branches[Number(taken)] ?? node.attributes.graph('then_branch');
    return { kind: 'inline', graph, inputs: [], label: '', finish: (outputs) => outputs };
  },
});
