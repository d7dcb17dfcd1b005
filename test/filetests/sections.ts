/** Splits a file test into its sections and writes it back with the texts that were computed. */

/** One `// run:` line and what belongs to it. */
export interface Section {
  /** `print`, `pass fold-constants {limit=4}`: what follows `// run:`. */
  readonly run: string;
  /** The text between the run line and the expectation, as written. */
  readonly input: string;
  /** The file's line of the run line; line n of `input` is line `line + n` of the file. */
  readonly line: number;
}

export interface FileTest {
  /** Comments before the first section: what the file is about. */
  readonly preamble: string;
  readonly sections: readonly Section[];
}

const RUN = /^\/\/ run: *(.*)$/;
const EXPECT = '// ---- expect';

export function splitFile(text: string): FileTest {
  const preamble: string[] = [];
  const sections: { run: string; lines: string[]; line: number; open: boolean }[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    const run = RUN.exec(line)?.[1];
    const section = sections.at(-1);
    if (run !== undefined) {
      sections.push({ run: run.trim(), lines: [], line: index + 1, open: true });
    } else if (section === undefined) preamble.push(line);
    else if (line.trimEnd() === EXPECT) section.open = false;
    else if (section.open) section.lines.push(line);
  }
  return {
    preamble: preamble.join('\n').trimEnd(),
    sections: sections.map(({ run, lines, line }) => ({
      run,
      input: lines.join('\n').trimEnd(),
      line,
    })),
  };
}

/** The whole file with an expectation for each section. */
export function joinFile(file: FileTest, expectations: readonly string[]): string {
  const parts = file.sections.map(
    ({ run, input }, index) =>
      `// run: ${run}\n${input}\n${EXPECT}\n${(expectations[index] ?? '').trimEnd()}\n`,
  );
  if (file.preamble !== '') parts.unshift(`${file.preamble}\n`);
  return parts.join('\n');
}
