/** Names of the emitted library: the folder, the namespace and what is made of them. */

import { DEVICE_FILES, modelWords } from '../model-words.ts';
import { TAKEN_WORDS } from './identifiers.ts';

/** What a folder must not be called on Windows, or a namespace in C++ or CMake, in small letters. */
const TAKEN = new Set([
  ...DEVICE_FILES,
  ...'snapc std posix android java kotlin all test help clean install package run_model main model inputs outputs'.split(
    ' ',
  ),
]);

/** A namespace, and a target of CMake. */
export function libraryName(modelName: string): string {
  const name = modelWords(modelName);
  // Names without a small letter are those of macros.
  return TAKEN.has(name.toLowerCase()) || !/[a-z]/.test(name) ? `${name}Library` : name;
}

/** The package of the Kotlin sources. */
export function kotlinPackage(library: string): string {
  const word = library.toLowerCase();
  return `snapc.${TAKEN_WORDS.has(word) ? `${word}_model` : word}`;
}

/** The namespace of a model's tables at one of its sizes. */
export function variantName(library: string, variant: number): string {
  return variant === 0 ? library : `${library}${variant + 1}`;
}
