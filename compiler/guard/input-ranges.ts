/** Bounds of inputs as text: `sample=-8..8,context=-60..60`. */

import { DiagnosticError } from '../../ir/diagnostics.ts';
import type { Graph } from '../../ir/graph.ts';
import { badRange } from './diagnostics.ts';
import type { Range } from './range.ts';

const NUMBER = String.raw`[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?`;
const FORM = new RegExp(String.raw`^\s*(.+)=(${NUMBER})\.\.(${NUMBER})\s*$`, 'i');

/** Throws a DiagnosticError with SNAPC3166 for what is no range. */
export function parseRanges(text: string): ReadonlyMap<string, Range> {
  const found = new Map<string, Range>();
  for (const item of text.split(',').filter((word) => word.trim() !== '')) {
    const [, name = '', low = '', high = ''] = FORM.exec(item) ?? [];
    if (name === '') throw new DiagnosticError(badRange(item, 'cannot be read'));
    const range = { low: Number(low), high: Number(high) };
    if (range.low > range.high) throw new DiagnosticError(badRange(item, 'ends below its begin'));
    found.set(name.trim(), range);
  }
  return found;
}

/** The ranges of inputs that the graph has. */
export function checkRanges(ranges: ReadonlyMap<string, Range>, graph: Graph): void {
  const known = graph.inputs.map(({ name = '' }) => name);
  for (const name of ranges.keys()) {
    if (known.includes(name)) continue;
    throw new DiagnosticError(badRange(name, `names no input; the inputs are ${known.join(', ')}`));
  }
}
