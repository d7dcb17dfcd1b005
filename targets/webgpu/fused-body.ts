/** Reads the body out of a node that holds one. */

import { Graph } from '../../ir/graph.ts';
import type { Node } from '../../ir/graph.ts';

export interface FusedBody {
  readonly graph: Graph;
  readonly kind: 'pointwise' | 'epilogue';
}

/** The body of a fused node; undefined for every other node. */
export function fusedBody(node: Node): FusedBody | undefined {
  const body = node.attributes['body'];
  const kind = node.attributes['kind'];
  if (!(body instanceof Graph)) return undefined;
  return { graph: body, kind: kind === 'epilogue' ? 'epilogue' : 'pointwise' };
}
