/** All numbers lie in the range. */

import { withZero } from '../method.ts';
import type { CalibrationMethod } from '../method.ts';

export const minMax: CalibrationMethod = {
  name: 'min-max',
  describe: 'from the smallest to the largest number',
  begin: () => {
    let [low, high] = [0, 0];
    return {
      add: (values) => {
        for (const value of values) {
          if (value < low && value > -Infinity) low = value;
          else if (value > high && value < Infinity) high = value;
        }
      },
      range: () => withZero(low, high),
    };
  },
};
