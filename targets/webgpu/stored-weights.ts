/** Which weights stand in the shards in few bits, for the manifest, and which do not although they could. */

import { compressedForm } from '../../compiler/compressed/form.ts';
import type { CompressedForm } from '../../compiler/compressed/form.ts';
import type { StoredWeight } from '../../compiler/target.ts';
import type { Diagnostic } from '../../ir/diagnostics.ts';
import type { Node } from '../../ir/graph.ts';
import { elementCount } from '../../ir/types.ts';
import { storedAsFloats } from './diagnostics.ts';
import { isFewBits } from './element-forms.ts';
import type { Kernel, LoweredProgram, Weight } from './program.ts';
import { boundBytes } from './stored.ts';

/** One for each that is stored, with all nodes that read it. */
export function storedWeights({ kernels, nodes }: LoweredProgram): readonly StoredWeight[] {
  const found = new Map<Weight, { readonly nodes: Set<string> } & Omit<StoredWeight, 'nodes'>>();
  for (const kernel of kernels) {
    const parts = partsOf(kernel);
    const [data] = parts
      .filter(({ stored }) => isFewBits(stored))
      .sort((a, b) => elementCount(b.type.shape) - elementCount(a.type.shape));
    const form = largestForm(nodes.get(kernel));
    if (data === undefined || form === undefined) continue;
    const known = found.get(data) ?? {
      nodes: new Set<string>(),
      form: nameOf(form),
      elements: elementCount(form.type.shape),
      bytes: parts.reduce((sum, part) => sum + boundBytes(part), 0),
    };
    for (const name of kernel.origin.onnx) known.nodes.add(name);
    found.set(data, known);
  }
  return Array.from(found.values(), (weight) => ({ ...weight, nodes: [...weight.nodes] }));
}

/** One remark for each form of weights that kernels read as floats. */
export function floatRemarks({ kernels, nodes }: LoweredProgram): readonly Diagnostic[] {
  const unpacking = new Set(
    kernels.filter((kernel) => partsOf(kernel).length > 0).map((kernel) => nodes.get(kernel)),
  );
  const kinds = new Map<string, Node[]>();
  for (const node of new Set(nodes.values())) {
    const form = unpacking.has(node) ? undefined : largestForm(node);
    if (form === undefined) continue;
    kinds.set(nameOf(form), [...(kinds.get(nameOf(form)) ?? []), node]);
  }
  return [...kinds].flatMap(([form, [first, ...others]]) =>
    first === undefined ? [] : [storedAsFloats(1 + others.length, form, first.origin)],
  );
}

function partsOf({ bindings }: Kernel): readonly Weight[] {
  return bindings.flatMap(({ buffer }) =>
    buffer.kind === 'weight' && buffer.fewBits === true ? [buffer] : [],
  );
}

/** Of the largest operand that has one. */
function largestForm(node: Node | undefined): CompressedForm | undefined {
  const forms = (node?.operands ?? []).flatMap((operand) => {
    const form = operand?.constant && compressedForm(operand.constant);
    return form === undefined ? [] : [form];
  });
  const [largest] = forms.sort((a, b) => elementCount(b.type.shape) - elementCount(a.type.shape));
  return largest;
}

function nameOf(form: CompressedForm): string {
  if (form.kind === 'palette') return `palette${form.bits}`;
  return form.data.type.dtype.replace('u', 'uint').replace(/^i/, 'int');
}
