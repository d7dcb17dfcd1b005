/** A model's file name as one word that files, modules and namespaces can have. */

const LARGEST_NAME = 64;

/** What no file on Windows is called, in small letters. */
export const DEVICE_FILES: readonly string[] = ['con', 'prn', 'aux', 'nul'].concat(
  ['com', 'lpt'].flatMap((port) => Array.from({ length: 10 }, (_, number) => `${port}${number}`)),
);

/** Its words in one, each with a capital, as in `UnetFp16`. */
export function modelWords(modelName: string): string {
  const words = modelName.replace(/\.onnx$/i, '').match(/[A-Za-z0-9]+/g) ?? [];
  const joined = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
  return (/^[A-Za-z]/.test(joined) ? joined : `Model${joined}`).slice(0, LARGEST_NAME);
}
