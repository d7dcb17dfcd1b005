/** Rows of text under each other: numbers to the right, everything else to the left. */

import { visible } from './present.ts';

const NUMERIC = /^[-+<]?[\d.]+(e[-+]\d+)?( ?[a-zA-Z%]{1,2})?( -> .*)?$/;

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const rights = head.map(
    (_, column) => rows.length > 0 && rows.every((row) => isNumber(row[column] ?? '')),
  );
  return all
    .map((row) =>
      row
        .map((cell, column) => {
          const width = widths[column] ?? 0;
          return rights[column] === true ? cell.padStart(width) : cell.padEnd(width);
        })
        .join('  ')
        .trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join('');
}

function isNumber(cell: string): boolean {
  return cell === '' || cell === '-' || NUMERIC.test(cell);
}

/** `name  fact` line by line, the facts under each other. */
export function factLines(facts: readonly (readonly [string, string])[]): string {
  const width = Math.max(...facts.map(([name]) => name.length));
  return facts.map(([name, fact]) => `${name.padEnd(width)}  ${visible(fact)}\n`).join('');
}
