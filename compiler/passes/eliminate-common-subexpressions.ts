/** Keeps one of several nodes, or constants, that are equal. */

import { inlineValue } from '../../ir/constant.ts';
import type { Constant } from '../../ir/constant.ts';
import { hasTrait } from '../../ir/define.ts';
import type { Graph, Node, Value } from '../../ir/graph.ts';
import { printAttributes } from '../../ir/print.ts';
import { encodeTensor } from '../../ir/tensor-bytes.ts';
import { printType } from '../../ir/types.ts';
import { definePass } from '../pass.ts';

/** Constants beyond this are compared by their source only, not by their content. */
const SMALL_CONSTANT = 4 << 10;

export const eliminateCommonSubexpressions = definePass({
  name: 'eliminate-common-subexpressions',
  describe: 'merges equal pure nodes and equal constants',
  tolerance: 0,
  run: (graph) => {
    mergeConstants(graph);
    mergeNodes(graph);
  },
});

function mergeNodes(graph: Graph): void {
  const known = new Map<string, Node>();
  for (const node of graph.nodes()) {
    if (!hasTrait(node.op, 'pure')) continue;
    const key = nodeKey(node);
    const twin = known.get(key);
    if (twin === undefined) {
      known.set(key, node);
      continue;
    }
    node.results.forEach((result, index) => {
      const kept = twin.results[index];
      if (kept === undefined) throw new Error(`${node.op.name} lost result ${index}`);
      if (result.name !== undefined) graph.nameValue(kept, result.name);
      graph.replaceAllUses(result, kept);
    });
    graph.remove(node);
  }
}

/** Equal for nodes that compute the same; the operands of commutative ops count in any order. */
function nodeKey(node: Node): string {
  const operands = node.operands.map((operand) => (operand === undefined ? '_' : `${operand.id}`));
  if (hasTrait(node.op, 'commutative')) {
    const pair = operands.splice(0, 2).sort();
    operands.unshift(...pair);
  }
  return `${node.op.name}(${operands.join(',')})${printAttributes(node.op, node.attributes)}`;
}

function mergeConstants(graph: Graph): void {
  const keys = new ConstantKeys();
  const known = new Map<string, Value>();
  for (const value of graph.constants()) {
    if (value.constant === undefined) continue;
    const key = keys.of(value.constant);
    const twin = known.get(key);
    if (twin === undefined) known.set(key, value);
    else graph.replaceAllUses(value, twin);
  }
}

/** Words that are equal for equal constants; what is neither small nor of equal source differs. */
class ConstantKeys {
  readonly #keys = new Map<Constant, string>();
  readonly #words = new Map<string, string>();

  of(constant: Constant): string {
    const known = this.#keys.get(constant);
    if (known !== undefined) return known;
    const text = `${printType(constant.type)} ${this.#source(constant)}`;
    const word = this.#words.get(text) ?? `c${this.#words.size}`;
    this.#words.set(text, word);
    this.#keys.set(constant, word);
    return word;
  }

  #source(constant: Constant): string {
    const { source } = constant;
    switch (source.kind) {
      case 'bytes':
        return `bytes ${source.store.name} ${source.offset} ${source.length}`;
      case 'seeded':
        return `seeded ${source.seed} ${source.scale}`;
      case 'recipe': {
        const operands = source.operands.map((item) => (item === undefined ? '_' : this.of(item)));
        const attributes = printAttributes(source.op, source.attributes);
        return `${source.op.name}(${operands.join(',')})${attributes}`;
      }
      case 'data':
      case 'splat': {
        const value = inlineValue(constant, SMALL_CONSTANT);
        if (value !== undefined && value.data.byteLength <= SMALL_CONSTANT) {
          return `dense ${encodeTensor(value).join()}`;
        }
        return source.kind === 'splat' ? `splat ${source.value}` : `other ${this.#words.size}`;
      }
    }
  }
}
