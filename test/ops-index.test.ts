/** The generated index files of the op folders list exactly the files that lie there. */

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { builtinOps } from '../ir/ops/index.ts';
import { LOWERINGS_INDICES, loweringsTexts } from './setup/generate-lowerings.ts';
import { OP_KINDS, indexPath, indexText } from './setup/generate-ops.ts';

describe('op folders', () => {
  it.each(OP_KINDS)('ir/ops/%s/index.ts is what `npm run generate` writes', (kind) => {
    expect(readFileSync(indexPath(kind), 'utf8')).toBe(indexText(kind));
  });

  it('the index.ts of each targets/*/lower is what `npm run generate` writes', () => {
    expect(LOWERINGS_INDICES.map((path) => readFileSync(path, 'utf8'))).toEqual(loweringsTexts());
  });

  it.each(Object.entries(builtinOps))('%s is exported under its own name', (name, op) => {
    expect(op.name).toBe(name);
  });
});
