/** The graph keeps order, uses and size right under every sequence of its mutations, also while it is walked. */

import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { Graph, resultOf } from '../../ir/graph.ts';
import type { Node, Value } from '../../ir/graph.ts';
import { builtinOps } from '../../ir/ops/index.ts';
import { verifyGraph } from '../../ir/verify.ts';

/** What to do, and numbers that choose where; they are taken modulo what there is. */
const command = fc.record({
  kind: fc.constantFrom('append', 'insert', 'remove', 'replace', 'move', 'output'),
  at: fc.nat(50),
  first: fc.nat(50),
  second: fc.nat(50),
});
type Command = typeof command extends fc.Arbitrary<infer T> ? T : never;

/** A graph and the same as a plain list of nodes. */
class Model {
  readonly graph = new Graph('g');
  readonly x: Value = this.graph.addInput('x', { dtype: 'f32', shape: [2] });
  readonly list: Node[] = [];

  constructor() {
    this.graph.setOutputs([{ name: 'y', value: this.x }]);
  }

  apply({ kind, at, first, second }: Command): void {
    const { graph, list } = this;
    const index = list.length === 0 ? 0 : at % list.length;
    const here = list[index];
    switch (kind) {
      case 'append':
        list.push(this.#insert(list.length, undefined, first, second));
        break;
      case 'insert':
        list.splice(index, 0, this.#insert(index, here, first, second));
        break;
      case 'remove':
        if (here === undefined || !graph.isUnused(resultOf(here))) break;
        graph.remove(here);
        list.splice(index, 1);
        break;
      case 'replace':
        // Only an earlier value may stand in, so that definitions stay ahead of uses.
        if (here !== undefined) graph.replaceAllUses(resultOf(here), this.#value(index, first));
        break;
      case 'move': {
        // A node may go up as far as what it reads.
        const reads = here?.operands.map((value) => this.#place(value)) ?? [];
        const least = Math.max(-1, ...reads) + 1;
        const to = least + (first % Math.max(1, index - least));
        const before = list[to];
        if (here === undefined || before === undefined || to >= index) break;
        graph.move(here, before);
        list.splice(index, 1);
        list.splice(to, 0, here);
        break;
      }
      case 'output':
        graph.setOutputs([{ name: 'y', value: this.#value(list.length, first) }]);
        break;
    }
  }

  #insert(index: number, before: Node | undefined, first: number, second: number): Node {
    const operands = { a: this.#value(index, first), b: this.#value(index, second) };
    return this.graph.insert({ op: builtinOps.add, operands }, before);
  }

  /** The input, or a result of the nodes before `index`. */
  #value(index: number, choice: number): Value {
    const node = this.list[(choice % (index + 1)) - 1];
    return node === undefined ? this.x : resultOf(node);
  }

  #place(value: Value | undefined): number {
    return this.list.findIndex((node) => node === value?.producer);
  }

  check(): void {
    const { graph, list } = this;
    expect([...graph.nodes()]).toEqual(list);
    expect([...graph.nodesReversed()]).toEqual(list.toReversed());
    expect(graph.size).toBe(list.length);
    for (const value of [this.x, ...list.map(resultOf)]) {
      const readers = list.filter(({ operands }) => operands.includes(value));
      expect(new Set(value.users)).toEqual(new Set(readers));
    }
    expect(verifyGraph(graph)).toEqual([]);
  }
}

test('a graph is the list of its nodes', () => {
  fc.assert(
    fc.property(fc.array(command, { maxLength: 40 }), (commands) => {
      const model = new Model();
      for (const item of commands) model.apply(item);
      model.check();
    }),
    { numRuns: 500 },
  );
});

test.each(['nodes', 'nodesReversed'] as const)(
  'a walk by %s meets every node that stays, once, whatever is removed and inserted',
  (walk) => {
    const actions = fc.array(
      fc.record({ kind: fc.constantFrom('remove', 'insert', 'append'), at: fc.nat(50) }),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.array(actions), (size, script) => {
        const graph = new Graph('g');
        const x = graph.addInput('x', { dtype: 'f32', shape: [2] });
        const insert = (before?: Node): Node =>
          graph.insert({ op: builtinOps.exp, operands: { input: x } }, before);
        const early = new Set(Array.from({ length: size }, () => insert()));
        const seen: Node[] = [];
        let step = 0;
        for (const node of graph[walk]()) {
          expect(graph.contains(node)).toBe(true);
          seen.push(node);
          for (const { kind, at } of script[step++] ?? []) {
            const present = [...graph.nodes()];
            const place = present[at % Math.max(1, present.length)];
            if (kind === 'remove' && place !== undefined) graph.remove(place);
            else insert(kind === 'insert' ? place : undefined);
          }
          if (step > 100) break;
        }
        expect(new Set(seen).size).toBe(seen.length);
        if (step > 100) return;
        const stayed = [...graph.nodes()].filter((node) => early.has(node));
        expect(stayed.filter((node) => !seen.includes(node))).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  },
);
