/** Gives random tests the seed of the run, so that two runs of one state of the code say the same. */

import { configureGlobal, readConfigureGlobal } from 'fast-check';

/** 1 unless SNAPC_SEED says another; `npm run fuzz` goes through new ones. */
export const SEED = Number(process.env['SNAPC_SEED'] ?? 1);

configureGlobal({ ...readConfigureGlobal(), seed: SEED });
