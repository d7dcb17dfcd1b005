/** The place of the greatest element along an axis. */

import { placeOfExtreme } from '../build/extremum.ts';

export const arg_max = placeOfExtreme('ARGMAX');
