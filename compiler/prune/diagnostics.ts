/** What a user is told of pruning: settings that cannot be, groups that cannot be cut, and what was done instead. */

import { defineDiagnostic } from '../../ir/diagnostics.ts';

const listed = (names: readonly string[]): string =>
  names.length > 8
    ? `${names.slice(0, 8).join(', ')} and ${names.length - 8} more`
    : names.join(', ');

export const ratioOutOfRange = defineDiagnostic(
  'SNAPC3301',
  'error',
  (what: string, ratio: number) => ({
    message: `${what} is ${ratio}, but a share of channels is from 0 up to less than 1`,
    hint: '0.5 removes half of the channels',
  }),
);

export const badLayerRatio = defineDiagnostic('SNAPC3302', 'error', (text: string) => ({
  message: `${JSON.stringify(text)} is no ratio of layers`,
  hint: 'write GLOB=RATIO with commas between, such as "*up_blocks.0*=0.25, *conv_out*=0"',
}));

export const layersNotFound = defineDiagnostic(
  'SNAPC3303',
  'warning',
  (glob: string, known: readonly string[]) => ({
    message: `no weights that can be pruned are named ${glob}`,
    hint: `some that can be are ${listed(known)}`,
  }),
);

export const cannotCut = defineDiagnostic('SNAPC3304', 'warning', (names: readonly string[]) => ({
  message: `no cut leaves equal heads and norm groups in ${listed(names)}, which stay as they are`,
  hint: 'choose a ratio that divides their widths, or give them one of 0',
}));

export const normsRedrawn = defineDiagnostic(
  'SNAPC3305',
  'warning',
  (names: readonly string[]) => ({
    message: `the groups of the norms over ${listed(names)} now hold other channels than before`,
    hint: 'fine-tune the model, or choose a ratio that divides the channels of each norm group',
  }),
);

export const ratiosCoupled = defineDiagnostic(
  'SNAPC3306',
  'warning',
  (names: readonly string[]) => ({
    message: `${listed(names)} share norms and were cut by the least of their ratios`,
    hint: 'give them the same ratio',
  }),
);

export const noCalibration = defineDiagnostic('SNAPC3307', 'error', (option: string) => ({
  message: `${option} needs inputs of the model to measure its activations`,
  hint: 'give some by --calibrate, or createPruneChannels({ calibration }) in snapc.config.ts',
}));

export const nothingPruned = defineDiagnostic('SNAPC3308', 'warning', () => ({
  message: 'no channel was pruned',
  hint: 'the ratio is 0 or too small for every group, or the weights are computed in the model',
}));

export const notCompensated = defineDiagnostic(
  'SNAPC3309',
  'warning',
  (names: readonly string[], limit: number) => ({
    message: `no compensation in ${listed(names)}: their weights are read twice or have more than ${limit} inputs`,
    hint: 'fine-tune the model, or prune these layers less',
  }),
);

export const channelsPruned = defineDiagnostic(
  'SNAPC3310',
  'note',
  (groups: number, removed: number, before: number, parameters: readonly [number, number]) => ({
    message: `${removed} of ${before} channels went, in ${groups === 1 ? 'one group' : `${groups} groups`}: ${parameters[0]} parameters became ${parameters[1]}`,
    hint: 'compare what the model computes by snapc diff, and fine-tune it',
  }),
);

export const scoresNotCompensated = defineDiagnostic(
  'SNAPC3311',
  'warning',
  (names: readonly string[]) => ({
    message: `no compensation of the attention scores of ${listed(names)}: their queries do not come straight from weights of their own`,
    hint: 'prune these layers less, prune whole heads, or fine-tune the model',
  }),
);

export const normGroupsJoined = defineDiagnostic('SNAPC3312', 'note', (count: number) => ({
  message: `${count === 1 ? 'a norm' : `${count} norms`} whose groups were left with one channel got half as many groups`,
  hint: 'a smaller ratio, or smallest=CHANNELS for narrow layers, keeps the groups as they are',
}));
