/** What keeps a compile from starting; codes SNAPC4001 to SNAPC4099. */

import { defineDiagnostic, printable } from '../ir/diagnostics.ts';
import type { ModelShapes, Sizes } from './shapes.ts';

export const noTargets = defineDiagnostic('SNAPC4001', 'error', () => ({
  message: 'no target is given',
  hint: 'name at least one, such as webgpu',
}));

export const repeatedTarget = defineDiagnostic('SNAPC4002', 'error', (target: string) => ({
  message: `target ${printable(target)} is given twice`,
  hint: 'name each target once; each writes a folder of its own name',
}));

export const noSuchPlace = defineDiagnostic(
  'SNAPC4003',
  'error',
  (pass: string, anchor: string, target: string, known: readonly string[]) => ({
    message: `pass ${printable(pass)} is to stand beside ${printable(anchor)}, which is not in the pipeline of ${target}`,
    hint: `the passes of ${target} are ${known.join(', ')}`,
  }),
);

export const unknownOption = defineDiagnostic(
  'SNAPC4004',
  'error',
  (target: string, option: string, known: readonly string[]) => ({
    message: `target ${printable(target)} has no option ${JSON.stringify(printable(option))}`,
    hint: known.length === 0 ? 'it has no options' : `its options are ${known.join(', ')}`,
  }),
);

export const badOption = defineDiagnostic(
  'SNAPC4005',
  'error',
  (target: string, option: string, expected: string) => ({
    message: `option ${option} of target ${printable(target)} does not take this value`,
    hint: `give ${option}=VALUE, where VALUE is: ${expected}`,
  }),
);

export const oneShapeOnly = defineDiagnostic('SNAPC4007', 'error', (target: string) => ({
  message: `target ${printable(target)} compiles for one size of each dim`,
  hint: 'bind each dim to one size (--dim NAME=VALUE), and compile once for each shape that is needed',
}));

export const listedShapesOnly = defineDiagnostic('SNAPC4013', 'error', (target: string) => ({
  message: `target ${printable(target)} compiles for sizes that are listed, not for ranges of them`,
  hint: 'list the sizes that are needed: --dim NAME=64,96',
}));

export const withoutAdapters = defineDiagnostic('SNAPC4008', 'error', (target: string) => ({
  message: `target ${printable(target)} does not put adapters of a model into one artifact`,
  hint: 'compile each of the models on its own',
}));

export const adaptersOrShapes = defineDiagnostic('SNAPC4009', 'error', () => ({
  message: 'an artifact has several shapes or adapters, not both',
  hint: 'bind each dim to one size, or compile the adapters on their own',
}));

export const otherInterface = defineDiagnostic('SNAPC4010', 'error', (adapter: string) => ({
  message: `the adapter ${printable(adapter)} has other inputs or outputs than the model`,
  hint: 'export both from one architecture with the same names and shapes; "snapc inspect" shows them',
}));

export const impossibleSizes = defineDiagnostic(
  'SNAPC4011',
  'error',
  (sizes: Sizes, shapes: ModelShapes | undefined) => ({
    message: `the model cannot have the sizes ${Array.from(sizes, ([name, size]) => `${printable(name)}=${size}`).join(', ')}, which are asked for`,
    hint:
      shapes?.kind === 'ranges'
        ? `sizes in ranges are independent of each other: give dims that belong together as lists (${listed(shapes)}), or bind one of them to one size`
        : 'lists are taken together by position: give each dim the sizes that belong together, in one order',
  }),
);

/** Both ends of ranges as lists, which are taken together. */
function listed({ ranges }: ModelShapes & { readonly kind: 'ranges' }): string {
  return Array.from(ranges, ([name, ends]) => `--dim ${printable(name)}=${ends.join(',')}`).join(
    ' ',
  );
}

export const unsafeTargetName = defineDiagnostic('SNAPC4006', 'error', (target: string) => ({
  message: `${JSON.stringify(printable(target))} is no name for a target`,
  hint: 'a target writes a folder of its name: use small letters, digits and hyphens',
}));
