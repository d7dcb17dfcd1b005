/** The place of the least element along an axis. */

import { placeOfExtreme } from '../build/extremum.ts';

export const arg_min = placeOfExtreme('ARGMIN');
