/** The types of kotlin.mjs. */

export declare function javaHome(): string;

export declare function compileKotlin(
  sources: readonly string[],
  jar: string,
): { readonly status: number | null; readonly output: string };
