/** A weight cache in the browser's own storage: what was downloaded survives a reload of the page. */

import type { WeightCache } from './weights.ts';

/** Keys become addresses that no server has; delete it all with `caches.delete(name)`. */
export async function openWeightCache(name = 'snapc-weights'): Promise<WeightCache> {
  const cache = await caches.open(name);
  const address = (key: string): string => `/${name}/${key}`;
  return {
    get: async (key) => {
      const found = await cache.match(address(key));
      return found && new Uint8Array(await found.arrayBuffer());
    },
    put: (key, bytes) => cache.put(address(key), new Response(bytes)),
  };
}
