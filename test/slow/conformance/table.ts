/** The outcomes by operator, as text and as numbers. */

import type { Outcome } from './run-test.ts';

export interface Row {
  readonly operator: string;
  readonly claimed: boolean;
  readonly passed: number;
  readonly refused: number;
  readonly wrong: number;
  /** Codes of the refusals. */
  readonly codes: readonly string[];
}

export interface Summary {
  readonly rows: readonly Row[];
  readonly passed: number;
  readonly refused: number;
  readonly wrong: number;
  /** Tests that passed with inputs stored in the model, because they decide shapes. */
  readonly fixed: number;
  /** Share of passed tests among those of the operators that snapc claims. */
  readonly claimedRate: number;
}

/**
 * A test of one operator counts for it. Tests called `_expanded` hold an operator's definition by others and
 * count for the operator of their sibling.
 */
export function summarize(outcomes: readonly Outcome[], claimed: ReadonlySet<string>): Summary {
  const byName = new Map(outcomes.map((outcome) => [outcome.test, outcome]));
  const groups = new Map<string, Outcome[]>();
  for (const outcome of outcomes) {
    const sibling = byName.get(outcome.test.replace(/_expanded.*$/, '')) ?? outcome;
    const operator = sibling.operators[0] ?? '(unreadable)';
    const group = groups.get(operator);
    if (group === undefined) groups.set(operator, [outcome]);
    else group.push(outcome);
  }
  const rows = Array.from(groups, ([operator, group]) => rowOf(operator, group, claimed));
  rows.sort((a, b) => (a.operator < b.operator ? -1 : 1));
  const sum = (kind: 'passed' | 'refused' | 'wrong', of = rows): number =>
    of.reduce((total, row) => total + row[kind], 0);
  const ours = rows.filter((row) => row.claimed);
  const tests = sum('passed', ours) + sum('refused', ours) + sum('wrong', ours);
  return {
    rows,
    passed: sum('passed'),
    refused: sum('refused'),
    wrong: sum('wrong'),
    fixed: outcomes.filter(({ result, fixed }) => result === 'passed' && fixed > 0).length,
    claimedRate: tests === 0 ? 0 : sum('passed', ours) / tests,
  };
}

function rowOf(operator: string, group: readonly Outcome[], claimed: ReadonlySet<string>): Row {
  const count = (result: Outcome['result']): number =>
    group.filter((outcome) => outcome.result === result).length;
  const codes = group.flatMap(({ result, code }) => (result === 'refused' ? [code] : []));
  return {
    operator,
    claimed: claimed.has(operator),
    passed: count('passed'),
    refused: count('refused'),
    wrong: count('wrong'),
    codes: [...new Set(codes)].sort(),
  };
}

export function printSummary(summary: Summary): string {
  const line = (cells: readonly (string | number)[]): string =>
    [
      String(cells[0]).padEnd(34),
      ...cells.slice(1, 4).map((cell) => String(cell).padStart(8)),
      `  ${cells[4]}`,
    ].join('');
  const heading = line(['operator', 'passed', 'refused', 'wrong', 'codes of refusals']);
  const rows = summary.rows.map((row) =>
    line([
      row.claimed ? row.operator : `${row.operator} (not supported)`,
      row.passed,
      row.refused,
      row.wrong,
      row.codes.join(' '),
    ]),
  );
  const { passed, refused, wrong, fixed, claimedRate } = summary;
  const total = line(['all', passed, refused, wrong, '']);
  const share = `supported operators: ${(100 * claimedRate).toFixed(1)} % of their tests passed`;
  const stored = `${fixed} tests passed with inputs that decide shapes stored in the model`;
  return [heading, ...rows, total, share, stored].join('\n');
}
