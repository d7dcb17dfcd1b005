/** What is wrong with a budget; codes SNAPC3420 to SNAPC3439. */

import { defineDiagnostic, printable } from '../../ir/diagnostics.ts';

const HINT =
  'write bounds with commas between: "size<600MB,psnr>45"; there are size, psnr and sqnr';

export const badBound = defineDiagnostic('SNAPC3420', 'error', (text: string, reason: string) => ({
  message: `${JSON.stringify(printable(text))} is no bound: ${reason}`,
  hint: HINT,
}));

export const repeatedBound = defineDiagnostic('SNAPC3421', 'error', (name: string) => ({
  message: `${name} is bounded twice`,
  hint: 'give one bound for it',
}));

export const noBounds = defineDiagnostic('SNAPC3422', 'error', () => ({
  message: 'the budget has no bounds',
  hint: HINT,
}));

export const tooSmall = defineDiagnostic('SNAPC3423', 'error', (asked: string, least: string) => ({
  message: `the weights do not fit into ${asked}: with the fewest bits for each layer they take ${least}`,
  hint: 'allow that much, or make the model narrower by --prune',
}));

export const tooNoisy = defineDiagnostic(
  'SNAPC3424',
  'error',
  (size: string, measure: string, asked: number, best: number) => ({
    message: `within ${size} no choice of bits reaches a ${measure} of ${asked} dB: the best has ${best.toFixed(1)} dB`,
    hint: `allow more bytes, or a ${measure} of ${Math.floor(best)} dB`,
  }),
);

export const chosen = defineDiagnostic('SNAPC3425', 'note', (summary: string, file: string) => ({
  message: summary,
  hint: `--compress ${printable(file)} repeats it`,
}));

export const withoutData = defineDiagnostic('SNAPC3426', 'warning', () => ({
  message: 'without calibration data the loss is measured on random inputs',
  hint: 'give inputs of the model by --calibrate',
}));

export const nothingToChoose = defineDiagnostic('SNAPC3427', 'error', () => ({
  message: 'the model has no weights of layers that could be stored in fewer bits',
  hint: 'leave --budget away',
}));

export const budgetAndForm = defineDiagnostic('SNAPC3428', 'error', () => ({
  message: '--budget and --compress both say how weights are stored',
  hint: 'give one of them; a budget writes rules that --compress takes',
}));
