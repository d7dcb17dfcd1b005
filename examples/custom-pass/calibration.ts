/** A calibration method of one's own: a range of so many standard deviations around the mean. */

import { defineCalibrationMethod } from 'snapc';

const DEVIATIONS = 4;

export const deviations = defineCalibrationMethod({
  name: 'deviations',
  describe: `clamps what lies further than ${DEVIATIONS} standard deviations from the mean`,
  // Numbers come run by run and are not kept: sums are enough.
  begin: () => {
    let [count, sum, squares, low, high] = [0, 0, 0, 0, 0];
    return {
      add: (values) => {
        for (const value of values) {
          count++;
          sum += value;
          squares += value * value;
          low = Math.min(low, value);
          high = Math.max(high, value);
        }
      },
      range: () => {
        const mean = sum / Math.max(1, count);
        const reach =
          DEVIATIONS * Math.sqrt(Math.max(0, squares / Math.max(1, count) - mean * mean));
        return { low: Math.max(low, mean - reach), high: Math.min(high, mean + reach) };
      },
    };
  },
});
