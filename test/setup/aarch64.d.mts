/** The types of aarch64.mjs. */

export declare function prepareAarch64(): {
  readonly settings: Readonly<Record<string, string>>;
  /** Flags by which clang++ compiles against the same headers. */
  readonly clang: readonly string[];
  /** For the compiler and the emulator. */
  readonly environment: Readonly<Record<string, string>>;
  readonly command: readonly [emulator: string, ...options: readonly string[]];
};
