/** Numbers and tables as Markdown. */

export function markdownTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const cells = (row: readonly string[]): string[] =>
    head.map((_, column) => (row[column] ?? '').replaceAll('|', '\\|'));
  const line = (row: readonly string[]): string => `| ${row.join(' | ')} |`;
  // The first two columns are names.
  const rule = head.map((_, column) => (column < 2 ? '---' : '---:'));
  return [line(head), line(rule), ...rows.map((row) => line(cells(row)))].join('\n');
}

/** Three significant digits, without exponents. */
export function significant(value: number): string {
  if (!Number.isFinite(value)) return '';
  const digits = value === 0 ? 0 : Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toFixed(Math.min(digits, 6));
}

export function milliseconds(value: number): string {
  return significant(value);
}

export function megabytes(bytes: number | undefined): string {
  return bytes === undefined ? '' : significant(bytes / 1e6);
}

export function times(ratio: number | undefined): string {
  return ratio === undefined ? '' : `${significant(ratio)}x`;
}

export function count(value: number): string {
  return value >= 1e6 ? `${significant(value / 1e6)} M` : `${significant(value / 1e3)} k`;
}
