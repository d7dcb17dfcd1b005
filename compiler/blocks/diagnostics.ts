/** What a user is told of blocks: actions that cannot be read or done, and what followed from them. */

import { defineDiagnostic } from '../../ir/diagnostics.ts';

const listed = (names: readonly string[]): string =>
  names.length > 12
    ? `${names.slice(0, 12).join(', ')} and ${names.length - 12} more`
    : names.join(', ');

export const badAction = defineDiagnostic('SNAPC3321', 'error', (text: string) => ({
  message: `${JSON.stringify(text)} is no action on blocks`,
  hint: 'write "remove ADDRESS", "copy ADDRESS -> ADDRESS" or "copy ADDRESS after ADDRESS", with commas between',
}));

export const unknownBlock = defineDiagnostic(
  'SNAPC3322',
  'error',
  (address: string, known: readonly string[]) => ({
    message: `there is no block ${address}`,
    hint:
      known.length === 0
        ? 'no blocks were recognised: see snapc inspect MODEL --blocks'
        : `the blocks are ${listed(known)}`,
  }),
);

export const badPlace = defineDiagnostic(
  'SNAPC3323',
  'error',
  (source: string, place: string, reason: string) => ({
    message: `${source} cannot be copied to ${place}: ${reason}`,
    hint: 'name a free address of the same kind in one of the stages, or write "copy ADDRESS after ADDRESS"',
  }),
);

export const doesNotFit = defineDiagnostic(
  'SNAPC3324',
  'error',
  (address: string, wants: string, gets: string) => ({
    message: `${address} reads ${wants}, but after these actions it would be given ${gets}`,
    hint: 'keep the block that makes the one into the other, or act on other blocks of the stage',
  }),
);

export const unevenSkips = defineDiagnostic(
  'SNAPC3325',
  'error',
  (written: number, read: number) => ({
    message: `${written} skip connections are written, but ${read} are read`,
    hint: 'remove as many ResNet blocks on the way down as on the way up',
  }),
);

export const noUnet = defineDiagnostic('SNAPC3326', 'error', (reason: string) => ({
  message: `the blocks cannot be edited: ${reason}`,
  hint: 'see what snapc inspect MODEL --blocks recognises; edit-blocks goes before passes that fuse or move',
}));

export const partnerRemoved = defineDiagnostic(
  'SNAPC3327',
  'note',
  (partner: string, removed: string) => ({
    message: `${partner} went too, since ${removed} no longer writes a skip connection`,
    hint: `to keep it, remove another block of its stage along with ${removed}`,
  }),
);

export const skipDropped = defineDiagnostic(
  'SNAPC3328',
  'note',
  (removed: string, stage: string) => ({
    message: `the skip connection that ${removed} read, from ${stage}, is no longer used`,
    hint: 'remove the block that wrote it too, if the model is to have the usual layout',
  }),
);

const blocks = (count: number): string => `${count} ${count === 1 ? 'block' : 'blocks'}`;

export const blocksEdited = defineDiagnostic(
  'SNAPC3329',
  'note',
  (removed: number, copied: number, parameters: readonly [number, number]) => ({
    message: `${blocks(removed)} went and ${copied} ${copied === 1 ? 'was' : 'were'} copied: ${parameters[0]} parameters became ${parameters[1]}, those of copies stored once`,
    hint: 'train the model further: blocks cannot go without loss',
  }),
);

export const notRecognised = defineDiagnostic(
  'SNAPC3330',
  'warning',
  (where: string, reason: string) => ({
    message: `${where} is no block that can be named: ${reason}`,
    hint: 'it stays as it is; blocks are recognised in models as exported, before other passes',
  }),
);
