/** The attribute kind for a nested graph: the body of an op such as `fused`. */

import type { Attr } from './attr.ts';
import { Graph } from './graph.ts';
import { printGraph } from './print.ts';

/** A graph whose inputs are the op's operands by position; its constants are small and in memory. */
export const region: Attr<Graph, false> = {
  describe: 'graph',
  optional: false,
  default: undefined,
  check: (value): value is Graph => value instanceof Graph,
  print: (value) => printGraph(value, { origins: false }).trimEnd(),
  parse: (reader) => {
    const value = reader.region();
    return value instanceof Graph ? value : reader.fail('expected a graph');
  },
};
