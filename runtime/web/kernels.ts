/** Expands shaders that the compiler factored: those that differ only in numbers share one text. */

/**
 * The text, then for each shader its numbers, with spaces between them. In the text `$0`, `$1` and so on stand for
 * the numbers. The lines between `#n` and `#` are there n times, and `1#2` in them is 1, then 3, then 5; of several
 * steps the first belongs to the outermost lines of this kind.
 */
export type KernelFamily = readonly [text: string, ...shaders: string[]];

/** The shaders of the families in order. */
export function expandKernels(families: readonly KernelFamily[]): string[] {
  return families.flatMap(([text, ...shaders]) =>
    shaders.map((shader) => {
      const numbers = shader.split(' ');
      const filled = text.replace(/\$(\d+)/g, (_, index) => numbers[Number(index)] ?? '');
      return unroll(filled.split('\n')).join('\n');
    }),
  );
}

function unroll(lines: readonly string[]): string[] {
  const unrolled: string[] = [];
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (!line.startsWith('#')) {
      unrolled.push(line);
      continue;
    }
    const start = at + 1;
    for (let depth = 1; depth > 0;) {
      const next = lines[++at] ?? '#';
      if (next.startsWith('#')) depth += next === '#' ? -1 : 1;
    }
    for (let index = 0; index < Number(line.slice(1)); index++) {
      const repeat = lines.slice(start, at).map((text) => stepped(text, index));
      unrolled.push(...unroll(repeat));
    }
  }
  return unrolled;
}

/** Of several steps the first is taken, and the others are left to the lines within. */
function stepped(line: string, index: number): string {
  return line.replace(
    /(\d+)#(-?\d+)((?:#-?\d+)*)/g,
    (_, first: string, step: string, inner: string) =>
      `${Number(first) + index * Number(step)}${inner}`,
  );
}
