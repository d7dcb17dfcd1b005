/** Several nodes that a target runs as one kernel: the body is a graph whose inputs are the operands. */

import { attr } from '../../attr.ts';
import { defineComposite } from '../../define-composite.ts';
import { fail, variadic } from '../../define.ts';
import { evaluateRegion } from '../../evaluate.ts';
import { namedOperands } from '../../operands.ts';
import { region } from '../../region.ts';
import { ANY, isStaticType, printType, typeEquals } from '../../types.ts';
import { inlineRegion } from '../../inline-region.ts';

export const fused = defineComposite({
  name: 'fused',
  operands: { inputs: variadic(ANY) },
  attributes: {
    /** `pointwise`: pointwise nodes only. `epilogue`: an anchor first, then pointwise nodes on its result. */
    kind: attr.oneOf(['pointwise', 'epilogue']),
    /** One output; the only constants inside are small ones held in memory. */
    body: region,
  },
  traits: ['pure'],
  infer: ({ inputs }, { body }) => {
    if (inputs.length !== body.inputs.length) {
      fail(`the body has ${body.inputs.length} inputs, not ${inputs.length}`);
    }
    body.inputs.forEach(({ type }, index) => {
      const given = inputs[index];
      if (given === undefined || !typeEquals(given, type)) {
        fail(`operand ${index} must be ${printType(type)}`);
      }
    });
    const [output] = body.outputs;
    if (output === undefined || body.outputs.length !== 1) return fail('the body has one output');
    return output.value.type;
  },
  evaluate: ({ inputs }, { body }) => {
    const [result] = evaluateRegion(body, inputs);
    if (result === undefined) throw new Error('the body has no output');
    return result;
  },
  cost: (_, { body }) => {
    let flops = 0;
    for (const node of body.nodes()) {
      const operands = namedOperands(
        node.op,
        node.operands.map((operand) =>
          operand && isStaticType(operand.type) ? operand.type : undefined,
        ),
      );
      const results = node.results.map(({ type }) => type).filter(isStaticType);
      flops += node.op.cost(operands, node.attributes, results).flops;
    }
    return { flops };
  },
  decompose: (b, { inputs }, { body }) => inlineRegion(b, body, inputs),
  samples: [],
});
