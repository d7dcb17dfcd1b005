/** How much of a latent is left at each timestep of training: the product of 1 - beta (Ho et al. 2020, section 2). */

export const BETA_SCHEDULES = ['linear', 'scaled_linear', 'squaredcos_cap_v2'] as const;
export type BetaSchedule = (typeof BETA_SCHEDULES)[number];

export interface NoiseSchedule {
  readonly trainSteps: number;
  readonly betaSchedule: BetaSchedule;
  readonly betaStart: number;
  readonly betaEnd: number;
  /** Used as they are, where they are given. */
  readonly betas?: readonly number[];
  /** Shifts the schedule so that nothing of the latent is left at the last timestep (Lin et al. 2023, algorithm 1). */
  readonly zeroTerminalSnr: boolean;
}

/** The greatest beta of the cosine schedule (Nichol and Dhariwal 2021, section 3.2). */
const MOST_BETA = 0.999;
/** What stands for nothing, where a scheduler divides by what is left of the latent: 2^-24, least of halves. */
export const LEAST_KEPT = 2 ** -24;

/** Entry t is the share of the latent's variance that is left at timestep t. */
export function keptVariance(schedule: NoiseSchedule): Float64Array {
  const kept = new Float64Array(schedule.trainSteps);
  let product = 1;
  betasOf(schedule).forEach((beta, step) => {
    product *= 1 - beta;
    kept[step] = product;
  });
  return schedule.zeroTerminalSnr ? withoutTerminalSignal(kept) : kept;
}

function betasOf(schedule: NoiseSchedule): readonly number[] {
  const { trainSteps, betaSchedule, betaStart, betaEnd } = schedule;
  if (schedule.betas !== undefined) return schedule.betas;
  switch (betaSchedule) {
    case 'linear':
      return linspace(betaStart, betaEnd, trainSteps);
    case 'scaled_linear':
      return linspace(Math.sqrt(betaStart), Math.sqrt(betaEnd), trainSteps).map(
        (root) => root ** 2,
      );
    case 'squaredcos_cap_v2':
      return Array.from({ length: trainSteps }, (_, step) =>
        Math.min(1 - cosine((step + 1) / trainSteps) / cosine(step / trainSteps), MOST_BETA),
      );
  }
}

function cosine(time: number): number {
  return Math.cos((((time + 0.008) / 1.008) * Math.PI) / 2) ** 2;
}

function withoutTerminalSignal(kept: Float64Array): Float64Array {
  const roots = kept.map(Math.sqrt);
  const [first = 1, last = 0] = [roots[0], roots.at(-1)];
  return roots.map((root) => (((root - last) * first) / (first - last)) ** 2);
}

/** `count` numbers from `first` to `last`, both included. */
export function linspace(first: number, last: number, count: number): readonly number[] {
  if (count === 1) return [first];
  return Array.from({ length: count }, (_, at) =>
    at === count - 1 ? last : first + (at * (last - first)) / (count - 1),
  );
}
