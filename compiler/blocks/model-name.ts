/** What a model's own names say of a block: where its weights' names, or those of its nodes, agree. */

import type { Node } from '../../ir/graph.ts';

/** `down_blocks.0.resnets.1`; undefined where the exporter wrote no such names. */
export function modelNameOf({ nodes }: { readonly nodes: readonly Node[] }): string | undefined {
  const weights = nodes.flatMap(({ operands }) =>
    operands.flatMap((value) => (value?.constant === undefined ? [] : (value.name ?? []))),
  );
  const dotted = commonPath(
    weights.filter((name) => name.includes('.') && !name.includes('/')),
    '.',
  );
  // Of a lone `conv_in.bias.float`, as exporters of fp16 weights name what they cast, the layer is meant.
  if (dotted !== undefined) return dotted.replace(/\.(?:weight|bias)$/, '');
  const path = commonPath(
    nodes.flatMap(({ origin }) => origin.onnx),
    '/',
  );
  return path?.replace(/^\//, '').replaceAll('/', '.');
}

function commonPath(names: readonly string[], separator: string): string | undefined {
  const [first, ...others] = names.map((name) => name.split(separator).slice(0, -1));
  if (first === undefined) return undefined;
  const length = others.reduce((least, path) => {
    const differs = path.findIndex((part, index) => part !== first[index]);
    return Math.min(least, differs < 0 ? path.length : differs);
  }, first.length);
  const common = first.slice(0, length).join(separator);
  return common === '' ? undefined : common;
}
