/** Einsum: spaces and the ellipsis are written out before the op sees the equation. */

import { fail } from '../../../../ir/define.ts';
import { DiagnosticError } from '../../../../ir/diagnostics.ts';
import { missingAttribute } from '../diagnostics.ts';
import { defineRule } from '../rule.ts';

const LABELS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const TERM = /^[A-Za-z]*(\.\.\.)?[A-Za-z]*$/;

export const einsum = defineRule({
  op: 'Einsum',
  since: 12,
  convert: (node) => {
    const given = node.attributes.string('equation', '');
    if (given === '') throw new DiagnosticError(missingAttribute('equation', node.place));
    const inputs = node.inputs();
    const ranks = inputs.map(({ type }) => type.shape.length);
    return node.b.einsum({ inputs }, { equation: writeOut(given, ranks) });
  },
});

/** The same equation without spaces and ellipsis, and with its result. */
function writeOut(equation: string, ranks: readonly number[]): string {
  const [left = '', right, ...more] = equation.replaceAll(/\s/g, '').split('->');
  const terms = left.split(',');
  const wellFormed = [...terms, right ?? ''].every((term) => TERM.test(term));
  if (more.length > 0 || terms.length !== ranks.length || !wellFormed) {
    return fail(
      `equation ${JSON.stringify(equation.slice(0, 80))} does not fit ${ranks.length} inputs`,
    );
  }
  const widths = terms.map((term, index) =>
    term.includes('...') ? (ranks[index] ?? 0) - (term.length - 3) : 0,
  );
  if (widths.some((width) => width < 0)) fail('an input has fewer axes than its labels');
  const width = Math.max(0, ...widths);
  const free = Array.from(LABELS)
    .filter((label) => !equation.includes(label))
    .slice(0, width);
  if (free.length < width) fail('there are more axes than letters');
  const expand = (term: string, own: number): string =>
    term.replace('...', free.slice(width - own).join(''));
  const result = right ?? implicitResult(left);
  const written = terms.map((term, index) => expand(term, widths[index] ?? 0));
  return `${written.join(',')}->${expand(result, width)}`;
}

/** Without an arrow the result has the ellipsis, then the labels that occur once, in alphabetical order. */
function implicitResult(left: string): string {
  const letters = Array.from(left).filter((character) => LABELS.includes(character));
  const single = letters.filter(
    (letter) => letters.indexOf(letter) === letters.lastIndexOf(letter),
  );
  return `${left.includes('...') ? '...' : ''}${single.sort().join('')}`;
}
