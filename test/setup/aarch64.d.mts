/** The types of aarch64.mjs. */

export declare function prepareAarch64(): {
  readonly settings: Readonly<Record<string, string>>;
  /** For the compiler and the emulator. */
  readonly environment: Readonly<Record<string, string>>;
  readonly command: readonly [emulator: string, ...options: readonly string[]];
};
