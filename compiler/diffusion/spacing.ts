/** Which timesteps of training a run of fewer steps visits (Lin et al. 2023, table 2), from the noisiest on. */

import { linspace } from './noise-schedule.ts';

export const SPACINGS = ['leading', 'trailing', 'linspace'] as const;
export type Spacing = (typeof SPACINGS)[number];

/** What schedulers do differently with one spacing. */
export interface SpacingHabits {
  /** How many timesteps `leading` and `linspace` divide the whole into; one more where the last is left out. */
  readonly parts: number;
  /** `linspace` goes to whole timesteps. */
  readonly rounds: boolean;
}

/** `offset` is added to the timesteps of `leading`, which would end at 0 otherwise. */
export function spacedTimesteps(
  spacing: Spacing,
  trainSteps: number,
  steps: number,
  offset: number,
  { parts, rounds }: SpacingHabits,
): readonly number[] {
  switch (spacing) {
    case 'leading': {
      const stride = Math.floor(trainSteps / parts);
      return Array.from({ length: steps }, (_, at) => (parts - 1 - at) * stride + offset);
    }
    case 'trailing':
      return Array.from(
        { length: steps },
        (_, at) => roundToEven(trainSteps - (at * trainSteps) / steps) - 1,
      );
    case 'linspace': {
      const ascending = linspace(0, trainSteps - 1, parts).map((time) =>
        rounds ? roundToEven(time) : time,
      );
      return ascending.toReversed().slice(0, steps);
    }
  }
}

function roundToEven(number: number): number {
  const floor = Math.floor(number);
  const rest = number - floor;
  if (rest !== 0.5) return Math.round(number);
  return floor % 2 === 0 ? floor : floor + 1;
}
