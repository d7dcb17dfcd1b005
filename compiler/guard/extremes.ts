/** The least and the largest number of each input and of each float on calibration data. */

import type { Graph, Value } from '../../ir/graph.ts';
import { isBig, numbers } from '../../ir/tensor.ts';
import { observe } from '../calibrate/observe.ts';
import type { Calibration } from '../calibrate/calibration.ts';
import { Memo } from '../calibrate/memo.ts';
import type { PassContext } from '../pass.ts';
import type { Range } from './range.ts';
import { isFloat } from './floats.ts';

/** Measures once for all targets. */
export class Extremes {
  readonly #calibration: Calibration;
  readonly #memo = new Memo<Range>();

  constructor(calibration: Calibration) {
    this.#calibration = calibration;
  }

  /** Undefined where the data does not fit the graph, which is reported. Infinite numbers do not count. */
  async of(graph: Graph, context: PassContext): Promise<ReadonlyMap<Value, Range> | undefined> {
    return this.#memo.of(graph, 'extremes', async () => {
      const found = new Map<Value, Range>();
      const inputs = new Set(graph.inputs);
      const fits = await observe(graph, this.#calibration, context, (value, tensor) => {
        if (!isFloat(value) && !inputs.has(value)) return;
        let { low, high } = found.get(value) ?? { low: 0, high: 0 };
        const seen = isBig(tensor.dtype)
          ? Array.from<number | bigint, number>(tensor.data, Number)
          : numbers(tensor);
        for (const number of seen) {
          if (number < low && number > -Infinity) low = number;
          if (number > high && number < Infinity) high = number;
        }
        found.set(value, { low, high });
      });
      return fits ? found : undefined;
    });
  }
}
