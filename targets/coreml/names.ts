/** Names of the emitted package: ONNX names that are plain identifiers stay, the others are counted. */

import { DEVICE_FILES, modelWords } from '../model-words.ts';

const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]{0,63}$/;

/** Words of MIL's text form, into which Core ML writes every program. */
const MIL_WORDS = new Set(
  (
    'any bool dict false fp16 fp32 fp64 func int16 int32 int4 int64 int8 list program string tensor true tuple ' +
    'uint1 uint16 uint2 uint3 uint32 uint4 uint6 uint64 uint8 unknown'
  ).split(' '),
);

export interface InterfaceNames {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

/** One distinct name for each; where a name is no identifier, or is there already, a word and a counter. */
export function interfaceNames(
  inputs: readonly string[],
  outputs: readonly string[],
): InterfaceNames {
  const kept = new Set([...inputs, ...outputs].filter(isSafe));
  const taken = new Set<string>();
  const name = (prefix: string) => (wanted: string, index: number) => {
    let free = wanted;
    if (!isSafe(wanted) || taken.has(wanted)) {
      let number = index;
      while (kept.has(`${prefix}${number}`) || taken.has(`${prefix}${number}`)) number++;
      free = `${prefix}${number}`;
    }
    taken.add(free);
    return free;
  };
  return { inputs: inputs.map(name('input')), outputs: outputs.map(name('output')) };
}

function isSafe(name: string): boolean {
  return IDENTIFIER.test(name) && !MIL_WORDS.has(name);
}

/**
 * What a Swift module or a file on Windows must not be called, in small letters: files of devices, frameworks, types of
 * the runtime (a module that is named as a type in it hides its others), and of Swift's library, which hide the module.
 */
const TAKEN = new Set([
  ...DEVICE_FILES,
  ...(
    'swift foundation coreml corevideo coregraphics xctest model tensor ' +
    'any array bool bundle character collection data date decodable decoder dictionary double encodable encoder error ' +
    'float int never optional protocol range result self sequence set string task type url void'
  ).split(' '),
]);

/** What the package and the Swift module are called. */
export function packageName(modelName: string): string {
  const name = modelWords(modelName);
  return TAKEN.has(name.toLowerCase()) ? `${name}Package` : name;
}

/** What one of several packages of a model is called. */
export function chunkName(name: string, index: number, count: number): string {
  return count === 1 ? name : `${name}_${index + 1}of${count}`;
}
