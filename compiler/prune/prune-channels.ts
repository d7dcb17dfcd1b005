/** Makes a model narrower: finds groups of channels, chooses the least important, cuts their weights. */

import { createPruneChannels } from './create-prune-channels.ts';

export const pruneChannels = createPruneChannels();
