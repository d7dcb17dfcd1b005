/** All schedulers, by the names that a pipeline gives. */

import type { Scheduler } from '../scheduler.ts';
import { ddim } from './ddim.ts';
import { dpmSolver } from './dpm-solver.ts';
import { euler } from './euler.ts';
import { lcm } from './lcm.ts';

export const schedulers = {
  ddim,
  'dpm-solver++': dpmSolver,
  euler,
  lcm,
} as const satisfies Record<string, Scheduler>;

export type SchedulerName = keyof typeof schedulers;
