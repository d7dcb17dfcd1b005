/** The types of swift.mjs. */

export declare function prepareSwift(): string;

export declare function runSwift(
  work: string,
  command: readonly string[],
): { readonly status: number | null; readonly output: string };
