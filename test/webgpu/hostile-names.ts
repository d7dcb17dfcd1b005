/** Names that a model may give its inputs and outputs to become code in an emitter that is not careful. */

import { createBuilder } from '../../ir/builder.ts';
import { Graph } from '../../ir/graph.ts';
import { coreOps } from '../../ir/ops/core/index.ts';

export const HOSTILE_NAMES: readonly string[] = [
  '*/ globalThis.hacked = 1; /*',
  '"; globalThis.hacked = 1; //',
  "'; globalThis.hacked = 1; //",
  '${globalThis.hacked = 1}',
  '`; globalThis.hacked = 1; `',
  '\\',
  '\\"',
  'line\nglobalThis.hacked = 1',
  'line\r\u2028globalThis.hacked = 1\u2029',
  '</script><script>globalThis.hacked = 1</script>',
  ']]>',
  '<!--',
  '%n%s',
  '',
  ' ',
  '\0',
  '__proto__',
  'constructor',
  'hasOwnProperty',
  'toString',
  'then',
  'class',
  'await',
  'input0',
  'input1',
  'output0',
  'x',
  'X',
  'a-b',
  'a.b',
  'a_b',
  '{@link x}',
  '@deprecated',
  'ünïcode',
  '名前',
  '😀',
  '\ud800',
  '\u202eright to left',
  'CON',
  '../../etc/passwd',
  'x'.repeat(65536),
];

/** Each input doubled to an output of the same name. */
export function hostileGraph(): Graph {
  const graph = new Graph('*/ hostile');
  const builder = createBuilder(coreOps, graph);
  graph.setOutputs(
    HOSTILE_NAMES.map((name) => {
      const value = graph.addInput(name, { dtype: 'f32', shape: [1] });
      return { name, value: builder.add({ a: value, b: value }) };
    }),
  );
  return graph;
}
