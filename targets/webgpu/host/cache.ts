/** Where unpacked drivers are kept between runs. */

import { createRequire } from 'node:module';
import { cacheBeside } from '../../../compiler/host/node-cache.ts';

const require = createRequire(import.meta.url);

/** The file that `import` of a package would load, or undefined when it is not installed. */
export function resolvePackage(name: string): string | undefined {
  try {
    return require.resolve(name);
  } catch {
    return undefined;
  }
}

/** Beside Dawn. */
export function cacheFolder(): Promise<string> {
  return cacheBeside(resolvePackage('webgpu'));
}
