/** Expands shaders that the compiler factored: those that differ only in numbers share one text. */

/**
 * The text, in which `$0`, `$1` and so on stand for numbers and `$$` for a dollar, then for each shader its
 * numbers, with spaces between them.
 */
export type KernelFamily = readonly [text: string, ...shaders: string[]];

/** The shaders of the families in order. */
export function expandKernels(families: readonly KernelFamily[]): string[] {
  return families.flatMap(([text, ...shaders]) =>
    shaders.map((shader) => {
      const numbers = shader.split(' ');
      return text.replace(/\$(\d+|\$)/g, (_, index) => numbers[Number(index)] ?? '$');
    }),
  );
}
