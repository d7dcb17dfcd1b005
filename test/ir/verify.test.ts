/** The verifier notices each way in which a pass could leave a graph broken. */

import { describe, expect, test } from 'vitest';
import { dataConstant } from '../../ir/constant.ts';
import type { Constant } from '../../ir/constant.ts';
import { Graph, resultOf } from '../../ir/graph.ts';
import type { Node, Value } from '../../ir/graph.ts';
import { builtinOps } from '../../ir/ops/index.ts';
import { tensorFrom } from '../../ir/tensor.ts';
import { verifyGraph } from '../../ir/verify.ts';

/** What only a fault could do: a field that the graph keeps to itself is changed. */
function corrupt<T>(item: T, changes: Partial<Record<keyof T, unknown>>): void {
  Object.assign(item as object, changes);
}

interface Small {
  readonly graph: Graph;
  readonly x: Value;
  readonly first: Node;
  readonly second: Node;
}

/** x -> exp -> neg */
function small(): Small {
  const graph = new Graph('g');
  const x = graph.addInput('x', { dtype: 'f32', shape: [2] });
  const first = graph.insert({ op: builtinOps.exp, operands: { input: x } });
  const second = graph.insert({ op: builtinOps.neg, operands: { input: resultOf(first) } });
  graph.setOutputs([{ name: 'y', value: resultOf(second) }]);
  return { graph, x, first, second };
}

function findings(graph: Graph): string[] {
  return verifyGraph(graph).map(({ code, message }) => `${code} ${message}`);
}

test('a sound graph has no findings', () => {
  expect(findings(small().graph)).toEqual([]);
});

describe('the verifier finds', () => {
  const cases: readonly (readonly [string, (small: Small) => void, string])[] = [
    [
      'a node before what it reads',
      ({ graph, first, second }) => graph.move(second, first),
      'an operand is defined later, elsewhere, or not at all',
    ],
    [
      'an operand of another graph',
      ({ second }) => corrupt(second, { operands: [small().x] }),
      'an operand is defined later, elsewhere, or not at all',
    ],
    [
      'a reader that the value does not know',
      ({ x, second }) => corrupt(second, { operands: [x] }),
      'an operand does not know that the node uses it',
    ],
    [
      'a reader that reads another value',
      ({ x, second }) => (x.users as Set<Node>).add(second),
      'a value names a user that reads another',
    ],
    [
      'a reader that was removed',
      ({ graph, x, second }) => {
        graph.setOutputs([{ name: 'y', value: x }]);
        graph.remove(second);
        (x.users as Set<Node>).add(second);
      },
      'a removed node still uses a value',
    ],
    [
      'a result of another node',
      ({ first, second }) => corrupt(resultOf(first), { producer: second }),
      'a result belongs to another node',
    ],
    [
      'a type that inference does not give',
      ({ first }) => corrupt(resultOf(first), { type: { dtype: 'f32', shape: [3] } }),
      'result 0 is f32[2] by inference',
    ],
    [
      'an operand that the op refuses',
      ({ x }) => corrupt(x, { type: { dtype: 'bool', shape: [2] } }),
      'exp: operand input cannot be bool',
    ],
    [
      'too few results',
      ({ first }) => corrupt(first, { results: [] }),
      'another number of results',
    ],
    [
      'an output that nothing computes',
      ({ graph }) => graph.setOutputs([{ name: 'y', value: small().x }]),
      'output "y" is not computed',
    ],
    [
      'two outputs of one name',
      ({ graph, x }) => {
        graph.setOutputs([...graph.outputs, { name: 'y', value: x }]);
      },
      'two outputs have one name',
    ],
    [
      'two inputs of one name',
      ({ graph }) => graph.addInput('x', { dtype: 'f32', shape: [] }),
      'two inputs have one name',
    ],
  ];

  test.each(cases)('%s', (_, damage, expected) => {
    const made = small();
    damage(made);
    expect(findings(made.graph).join('\n')).toContain(expected);
  });
});

describe('the verifier finds a constant', () => {
  const numbers = dataConstant(tensorFrom('f32', [2], [1, 2]));
  const store = {
    name: 'w.bin',
    size: 16,
    read: () => Promise.reject(new Error('the verifier reads nothing')),
  };
  const bytes = (offset: number, length: number): Constant => ({
    type: { dtype: 'f32', shape: [2] },
    source: { kind: 'bytes', store, offset, length },
  });
  const recipe = (shape: readonly number[], operand: Constant): Constant => ({
    type: { dtype: 'f32', shape },
    source: { kind: 'recipe', op: builtinOps.exp, operands: [operand], attributes: {} },
  });
  const circle = (): Constant => {
    const inner = recipe([2], numbers);
    const outer = recipe([2], inner);
    corrupt(inner.source, { operands: [outer] } as object);
    return outer;
  };
  const cases: readonly (readonly [string, Constant, string | undefined])[] = [
    ['that is sound', bytes(8, 8), undefined],
    ['with a fraction for a size', { ...numbers, type: { dtype: 'f32', shape: [0.5] } }, '[0.5]'],
    ['of another type', { ...numbers, type: { dtype: 'f32', shape: [2, 1] } }, 'holds f32[2]'],
    ['with too few bytes', bytes(0, 4), 'a constant of f32[2] has 4 bytes of w.bin'],
    ['after the end of its file', bytes(12, 8), 'a constant ends after the end of w.bin'],
    ['before its file', bytes(-8, 8), 'a constant ends after the end of w.bin'],
    ['by a recipe of another type', recipe([3], numbers), 'exp of f32[3] makes f32[2]'],
    ['by a recipe of such a constant', recipe([2], bytes(0, 4)), 'has 4 bytes of w.bin'],
    [
      'by a recipe of what the op refuses',
      recipe([1], dataConstant(tensorFrom('bool', [1], [1]))),
      'a recipe: exp: operand input cannot be bool',
    ],
    ['that is computed from itself', circle(), 'its recipe is a cycle'],
  ];

  test.each(cases)('%s', (_, constant, expected) => {
    const { graph } = small();
    graph.setOutputs([{ name: 'y', value: graph.addConstant(constant) }]);
    if (expected === undefined) expect(findings(graph)).toEqual([]);
    else expect(findings(graph).join('\n')).toContain(expected);
  });
});
