/** States: tensors that a model keeps between operations and runs. */

import type { OpDefinition, OpTable } from './op.ts';
import { needShape, sameAs } from './shapes.ts';

const read_state: OpDefinition = {
  signatures: { 8: 'input:State' },
  infer: sameAs('input'),
  evaluate: (op) => [op.tensor('input').data],
};

/** Gives nothing; the interpreter keeps `data`. */
const write_state: OpDefinition = {
  signatures: { 8: 'input:State, data:Any' },
  infer: (op) => {
    const [state, data] = [op.type('input'), op.type('data')];
    if (state.dtype !== data.dtype)
      op.fail(`data is of ${data.dtype}, the state of ${state.dtype}`);
    needShape(op, 'data', state.shape);
    return [];
  },
  evaluate: () => [],
};

export const states: OpTable = { read_state, write_state };
