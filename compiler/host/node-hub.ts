/**
 * Hugging Face's cache of downloads: `snapshots/REVISION/` holds links to files in `blobs/` beside it, named by their
 * hashes. Those links alone are followed.
 */

import { lstat, readlink, realpath } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';

/** SHA-1 of git, or SHA-256 of large files. */
const BLOB = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/** The folder that links in `folder`, a real path, may lead to; undefined where it is no snapshot of the cache. */
export async function blobsOf(folder: string): Promise<string | undefined> {
  const parts = folder.split(sep);
  const at = parts.lastIndexOf('snapshots');
  if (at < 1 || at === parts.length - 1) return undefined;
  const blobs = join(parts.slice(0, at).join(sep) || sep, 'blobs');
  const real = await realpath(blobs).catch(() => undefined);
  return real === blobs ? blobs : undefined;
}

/** Where a link leads, if that is a regular file among the blobs. */
export async function linkedBlob(link: string, blobs: string): Promise<string | undefined> {
  const target = resolve(dirname(link), await readlink(link));
  const name = target.slice(blobs.length + sep.length);
  if (dirname(target) !== blobs || !BLOB.test(name)) return undefined;
  return (await lstat(target)).isFile() ? target : undefined;
}
