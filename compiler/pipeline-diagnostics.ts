/** What passes may do wrong; codes SNAPC3001 to SNAPC3019. */

import { defineDiagnostic, printable } from '../ir/diagnostics.ts';
import type { Diagnostic } from '../ir/diagnostics.ts';
import type { Invariant } from './invariants.ts';

const FAULT_OF_PASS = 'this is a fault of the pass: report it to its author with the model';

export const unmetRequirement = defineDiagnostic(
  'SNAPC3001',
  'error',
  (pass: string, invariant: Invariant, breaker: string | undefined) => ({
    message:
      breaker === undefined
        ? `pass ${pass} requires ${invariant.name} (${invariant.describe}), which no earlier pass ensures`
        : `pass ${pass} requires ${invariant.name} (${invariant.describe}), which pass ${breaker} breaks`,
    hint: `put a pass that ensures ${invariant.name} before ${pass}`,
  }),
);

export const brokenPromise = defineDiagnostic(
  'SNAPC3002',
  'error',
  (pass: string, invariant: string, violation: string) => ({
    message: `pass ${pass} promised ${invariant}, but ${violation}`,
    hint: FAULT_OF_PASS,
  }),
);

export const brokenGraph = defineDiagnostic(
  'SNAPC3003',
  'error',
  (pass: string, finding: Diagnostic, more: number) => ({
    message: `after pass ${pass}: ${finding.message}${more > 0 ? `, and ${more} more faults` : ''}`,
    hint: FAULT_OF_PASS,
    ...(finding.place === undefined ? {} : { place: finding.place }),
  }),
);

export const changedNumbers = defineDiagnostic(
  'SNAPC3004',
  'error',
  (pass: string, output: string, error: number, tolerance: number) => ({
    message: `pass ${pass} changes output ${output} by ${error.toExponential(2)}, more than ${tolerance}`,
    hint: 'this is a fault of the pass, or its declared tolerance is too small',
    place: { value: output },
  }),
);

export const passThrew = defineDiagnostic('SNAPC3005', 'error', (pass: string, reason: string) => ({
  message: `pass ${pass} failed: ${printable(reason, 1000)}`,
  hint: FAULT_OF_PASS,
}));

export const passTooLong = defineDiagnostic(
  'SNAPC3006',
  'error',
  (pass: string, seconds: number) => ({
    message: `pass ${pass} did not end within ${seconds} s`,
    hint: 'it waits for something that does not come, or needs longer: give it more by --time-limit SECONDS',
  }),
);

export const changedInterface = defineDiagnostic(
  'SNAPC3007',
  'error',
  (pass: string, change: string) => ({
    message: `pass ${pass} changed the interface: ${printable(change)}`,
    hint: 'a pass keeps names, order and shapes of inputs and outputs; it may change what computes an output',
  }),
);

export const notDone = defineDiagnostic('SNAPC3008', 'error', (pass: string) => ({
  message: `pass ${pass} changes again what it made itself`,
  hint: 'a rule matches what another one builds: let it refuse that',
}));

export const returnedSomething = defineDiagnostic(
  'SNAPC3009',
  'error',
  (pass: string, what: string) => ({
    message: `pass ${pass} returned ${what}`,
    hint: 'a pass changes the graph that it is given and returns nothing',
  }),
);

export const reportedGarbage = defineDiagnostic(
  'SNAPC3010',
  'error',
  (pass: string, what: string) => ({
    message: `pass ${pass} reported ${what}, which is no diagnostic`,
    hint: 'make diagnostics with defineDiagnostic',
  }),
);

export const changedConstant = defineDiagnostic(
  'SNAPC3011',
  'error',
  (pass: string, count: number) => ({
    message: `pass ${pass} wrote into the elements of ${count === 1 ? 'a constant' : `${count} constants`}`,
    hint: 'other graphs share them: build a new constant with dataConstant and replace the old one',
  }),
);

export const opFailed = defineDiagnostic(
  'SNAPC3013',
  'error',
  (op: string, part: string, reason: string) => ({
    message: `op ${printable(op)} failed in its ${part}: ${printable(reason, 1000)}`,
    hint: 'this is a fault of the op: report it to its author with the model',
    place: { op },
  }),
);

export const brokenLaw = defineDiagnostic('SNAPC3014', 'error', (op: string, words: string) => ({
  message: `op ${printable(op)}: ${printable(words, 1000)}`,
  hint: 'evaluate says what the op means: correct it, or what the declaration says beside it',
  place: { op },
}));

export const opDiffers = defineDiagnostic(
  'SNAPC3015',
  'error',
  (op: string, target: string, error: number, tolerance: number) => ({
    message: `op ${printable(op)} on ${target} differs from its evaluate by ${error.toExponential(2)}, more than ${tolerance}`,
    hint: 'its lowering computes something else; where that is meant, the samples of the op say how far by their tolerance',
    place: { op },
  }),
);

export const opRefused = defineDiagnostic(
  'SNAPC3016',
  'error',
  (op: string, target: string, finding: Diagnostic) => ({
    message: `op ${printable(op)} on ${target}: ${finding.message}`,
    hint: finding.hint ?? 'look at what its lowering gives',
    place: { op },
  }),
);

export const targetNotRun = defineDiagnostic(
  'SNAPC3017',
  'warning',
  (target: string, reason: Pick<Diagnostic, 'message' | 'hint'>) => ({
    message: `nothing was run on ${target}: ${reason.message}`,
    hint: `${reason.hint === undefined ? '' : `${reason.hint}; `}what is told of the op says nothing about ${target}`,
  }),
);

export const neverFired = defineDiagnostic(
  'SNAPC3018',
  'warning',
  (pass: string, graphs: number, patterns: number) => ({
    message:
      patterns === 0
        ? `pass ${pass} changed none of ${graphs} graphs: it applies no rules, so nobody knows what it looks for`
        : `pass ${pass} changed none of ${graphs} graphs, though they were made around its patterns`,
    hint: 'the run says nothing about it: give graphs that it should change by --graph FILE.ir',
  }),
);

export const wrongOption = defineDiagnostic(
  'SNAPC3012',
  'error',
  (pass: string, option: string, expected: string | undefined, known: readonly string[]) => ({
    message:
      expected === undefined
        ? `pass ${pass} has no option "${printable(option)}"`
        : `option ${printable(option)} of pass ${pass} does not take this value`,
    hint:
      expected === undefined
        ? `its options are: ${known.join(', ') || 'none'}`
        : `it takes: ${printable(expected)}`,
  }),
);
