/** A cache in the browser's own storage: what was downloaded, and what tuning chose, survives a reload of the page. */

import type { WeightCache } from './weights.ts';

/** Undefined where the page has no such storage, for lack of https. Delete it all with `caches.delete(name)`. */
export async function openWeightCache(name = 'snapc-weights'): Promise<WeightCache | undefined> {
  const storage = globalThis.caches as CacheStorage | undefined;
  const cache = await storage?.open(name);
  // Keys become addresses that no server has.
  const address = (key: string): string => `/${name}/${key}`;
  return (
    cache && {
      get: async (key) => {
        const found = await cache.match(address(key));
        return found && new Uint8Array(await found.arrayBuffer());
      },
      put: (key, bytes) => cache.put(address(key), new Response(bytes)),
    }
  );
}
