/** What to call nodes and operators in messages, origins and tables. */

import type { OnnxNode } from './model.ts';

/** `ai.onnx` and the empty string are the same domain. */
export function normalDomain(domain: string): string {
  return domain === 'ai.onnx' ? '' : domain;
}

export function operatorName(domain: string, op: string): string {
  const normal = normalDomain(domain);
  return normal === '' ? op : `${normal}.${op}`;
}

/** The node's own name, else the tensor it makes, else what it does. */
export function nodeName(node: OnnxNode): string {
  if (node.name !== '') return node.name;
  return node.outputs.find((output) => output !== '') ?? node.opType;
}
