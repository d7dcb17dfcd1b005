/** What the tables of the report mean. */

import type { Report } from './report.ts';
import { significant } from './text.ts';

/** Paragraphs for the end of the report. */
export function notesOf({ cases, adapter, jaxGzipBytes }: Report): string[] {
  const terms = cases.map(({ name, flops }) => `${name} ${significant(flops / 1e9)}`);
  return [
    `A page with jax-js and its ONNX loader, minified, loads ${(jaxGzipBytes / 1000).toFixed(0)} kB (gzip) besides the model.`,
    `GFLOP of one run by snapc's cost model on the model as it stands, before any pass: a product of m x k by k x n is 2mkn, a convolution 2 x outputs x kernel x input channels per group, and every other operation one to a few per element, as its file in ir/ops says (${terms.join(', ')}). GFLOP/s = GFLOP / median s; of roof = ${roofShare(adapter)}.`,
  ];
}

function roofShare(adapter: Report['adapter']): string {
  const unit = adapter === 'default' ? 'GFLOP/s' : 'GFLOP/CPU-s';
  return `(${unit}) / (${unit} of multiply-adds on values in registers, in the same rounds)`;
}
