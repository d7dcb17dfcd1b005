/** The numbers are fixed by the seed, so they are weights. */

import { seededNumbers } from '../build/seeded.ts';
import { lowering } from '../lowering.ts';

export const random_uniform = lowering(seededNumbers);
