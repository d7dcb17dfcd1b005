/** Tells of weights that an opset stores in more bits than they were given. */

import { bitsPerElement } from '../../compiler/compressed/form.ts';
import type { CompressedForm } from '../../compiler/compressed/form.ts';
import { blockCounts } from '../../compiler/compressed/blocks.ts';
import type { Diagnostic } from '../../ir/diagnostics.ts';
import type { Graph } from '../../ir/graph.ts';
import { elementCount } from '../../ir/types.ts';
import { storedWidth } from './build/compressed.ts';
import { storedAsFloats, storedWider } from './diagnostics.ts';
import type { Opset } from './syntax.ts';

export function widthNotes(graph: Graph, opset: Opset): readonly Diagnostic[] {
  const found = new Map<string, { count: number; form: string; bits: number | undefined }>();
  for (const { constant } of graph.constants()) {
    const stored = constant && storedWidth(constant, opset);
    if (stored === undefined || stored.bits === bitsPerElement(stored.form)) continue;
    const { bits } = stored;
    const form = describe(stored.form);
    const same = found.get(`${form} ${bits}`) ?? { count: 0, form, bits };
    same.count++;
    found.set(`${form} ${bits}`, same);
  }
  return Array.from(found.values(), ({ count, form, bits }) =>
    bits === undefined ? storedAsFloats(count, form, opset) : storedWider(count, form, opset, bits),
  );
}

function describe(form: CompressedForm): string {
  const bits = bitsPerElement(form);
  const counts = blockCounts({ shape: form.type.shape, sizes: form.blocks });
  if (form.kind === 'palette') {
    return `palette${bits}${elementCount(counts) > 1 ? ' in groups' : ''}`;
  }
  return `int${bits}${counts.filter((count) => count > 1).length > 1 ? ' in groups' : ''}`;
}
