/** What a user can do about an operator that snapc does not support. */

const CONTROL =
  'export the model by tracing with fixed shapes, so that the graph has no control flow';
const OUTSIDE =
  'cut this part out of the model and do it in the application, before or after the compiled graph';
const TRAINING = 'export the model in evaluation mode';

const ADVICE: Readonly<Record<string, string>> = {
  Loop: CONTROL,
  Scan: CONTROL,
  NonMaxSuppression: OUTSIDE,
  StringNormalizer: OUTSIDE,
  TfIdfVectorizer: OUTSIDE,
  ImageDecoder: OUTSIDE,
  Unique: OUTSIDE,
  Bernoulli: `draw random numbers outside of the model and pass them in as an input`,
  Multinomial: `draw random numbers outside of the model and pass them in as an input`,
  SoftmaxCrossEntropyLoss: TRAINING,
  NegativeLogLikelihoodLoss: TRAINING,
  Gradient: TRAINING,
};

export function adviceFor(op: string): string {
  const advice = Object.hasOwn(ADVICE, op) ? ADVICE[op] : undefined;
  if (advice !== undefined) return advice;
  if (op.startsWith('com.microsoft.')) {
    return 'this is an operator of onnxruntime: export the model without its optimiser, or with its level "basic"';
  }
  if (op.startsWith('Sequence') || op.startsWith('Optional') || op.includes('Sequence')) {
    return 'sequences and optional values are not supported: export the model so that it takes and gives tensors';
  }
  if (op.includes('.')) {
    return 'replace the custom operator by standard ones, or add it as a function of the model';
  }
  return 'replace it before the export by operators from `snapc ops`';
}
