/** The attribute reader that all targets share, under the target's own name. */

export { attributesOf } from '../attributes.ts';
export type { AttributeReader } from '../attributes.ts';
