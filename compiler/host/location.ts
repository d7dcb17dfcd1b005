/** Checks a relative path that a stranger wrote, by its text alone, with the rules of every platform at once. */

/** The parts of a plain relative path, or words for why it is refused. */
export type CheckedPath =
  | { readonly segments: readonly string[]; readonly fault?: undefined }
  | { readonly segments?: undefined; readonly fault: string };

const LONGEST = 1024;
const FORBIDDEN = /[\\:*?"<>|]/;
/** Control characters, direction marks and lone surrogates. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u;
const DEVICE = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(\.|$)/i;

export function checkRelativePath(path: string): CheckedPath {
  const fault = faultOf(path) ?? faultOf(path.normalize('NFKC'));
  if (fault !== undefined) return { fault };
  const segments = path.split('/').filter((segment) => segment !== '.');
  return segments.length === 0 ? { fault: 'it names no file' } : { segments };
}

/** Asked for the text and for its compatibility form, since some file systems fold `．．` into `..`. */
function faultOf(path: string): string | undefined {
  if (path === '') return 'it is empty';
  if (path.length > LONGEST) return `it is longer than ${LONGEST} characters`;
  if (path.startsWith('/')) return 'it is an absolute path';
  if (path.includes('\\')) return 'it contains a backslash';
  if (path.includes(':')) return 'it contains a colon (a drive, a stream or an address)';
  const forbidden = FORBIDDEN.exec(path)?.[0];
  if (forbidden !== undefined) return `it contains ${forbidden}`;
  if (INVISIBLE.test(path)) return 'it contains an invisible character';
  for (const segment of path.split('/')) {
    if (segment === '') return 'it has an empty part';
    if (segment === '..') return 'it leads upwards (..)';
    if (segment !== '.' && /[. ]$/.test(segment)) return 'a part of it ends with a dot or a space';
    if (DEVICE.test(segment)) return 'a part of it is the name of a device';
  }
  return undefined;
}
