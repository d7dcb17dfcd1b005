/** The types of debian.mjs, which is plain JavaScript because it runs before any package is installed. */

export declare const cacheFolder: string;

/** Thrown when the machine lacks something that no change to this project can bring. */
export declare class Unavailable extends Error {}

export declare function debianCodename(): string;

export declare function unpackDebianPackages(
  packages: readonly string[],
  into: string,
  options?: { readonly backports?: boolean; readonly dependencies?: boolean },
): void;

export declare function unpackDebianSystem(
  release: string,
  packages: readonly string[],
  into: string,
): void;

export declare function preparedPackages(
  name: string,
  packages: readonly string[],
  arrange?: (folder: string) => void,
): string;
