/** Names of the emitted library: the folder, the namespace and what is made of them. */

import { TAKEN_WORDS } from './identifiers.ts';

/** What a folder must not be called on Windows, or a namespace in C++ or CMake, in small letters. */
const TAKEN = new Set(
  (
    'con prn aux nul com0 com1 com2 com3 com4 com5 com6 com7 com8 com9 lpt0 lpt1 lpt2 lpt3 lpt4 lpt5 lpt6 lpt7 lpt8 lpt9 ' +
    'snapc std posix android java kotlin all test help clean install package run_model main model inputs outputs'
  ).split(' '),
);

/** Words of the model's file name in one, as in `UnetFp16`; a namespace, and a target of CMake. */
export function libraryName(modelName: string): string {
  const words = modelName.replace(/\.onnx$/i, '').match(/[A-Za-z0-9]+/g) ?? [];
  const joined = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
  const name = (/^[A-Za-z]/.test(joined) ? joined : `Model${joined}`).slice(0, 64);
  // Names without a small letter are those of macros.
  return TAKEN.has(name.toLowerCase()) || !/[a-z]/.test(name) ? `${name}Library` : name;
}

/** The package of the Kotlin sources. */
export function kotlinPackage(library: string): string {
  const word = library.toLowerCase();
  return `snapc.${TAKEN_WORDS.has(word) ? `${word}_model` : word}`;
}
