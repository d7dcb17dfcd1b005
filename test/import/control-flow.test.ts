/** If and Loop whose course is known stand as what they come to; others are refused. */

import { describe, expect, it } from 'vitest';
import { tensorFrom } from '../../ir/tensor.ts';
import { attribute, tensor } from '../../models/onnx/index.ts';
import type { Graph, Node } from '../../models/onnx/index.ts';
import { bytesOf, imported, opCounts, refusal, run } from './support/import-bytes.ts';
import { cpuSeconds } from '../support/cpu-time.ts';

const x = { name: 'x', dtype: 'f32', shape: [2] } as const;
const outputs = [{ name: 'y' }];
const input = new Map([['x', tensorFrom('f32', [2], [1, -2])]]);

function branch(op: string, output: string, more: Partial<Graph> = {}): Graph {
  const nodes = [{ op, inputs: ['x'], outputs: [output], name: `${op} inside` }];
  return { name: op, inputs: [], outputs: [{ name: output }], nodes, ...more };
}

function decide(condition: string): Node {
  return {
    op: 'If',
    name: 'the if',
    inputs: [condition],
    outputs: ['y'],
    attributes: {
      then_branch: attribute.graph(branch('Neg', 'inner')),
      else_branch: attribute.graph(branch('Abs', 'inner')),
    },
  };
}

describe('If', () => {
  it.each([
    [1, 'neg', [-1, 2]],
    [0, 'abs', [1, 2]],
  ] as const)('with the condition %i takes one branch', async (condition, op, values) => {
    const initializers = [tensor('c', 'bool', [], [condition])];
    const bytes = bytesOf({ inputs: [x], outputs, initializers, nodes: [decide('c')] });
    expect(opCounts(await imported(bytes))).toEqual({ [op]: 1 });
    expect([...((await run(bytes, input)).get('y')?.data ?? [])]).toEqual(values);
  });

  it('takes conditions that follow from shapes', async () => {
    const nodes: Node[] = [
      { op: 'Size', inputs: ['x'], outputs: ['n'] },
      { op: 'Greater', inputs: ['n', 'one'], outputs: ['c'] },
      decide('c'),
    ];
    const initializers = [tensor('one', 'i64', [], [1n])];
    const bytes = bytesOf({ inputs: [x], outputs, initializers, nodes });
    expect(opCounts(await imported(bytes))).toEqual({ neg: 1 });
  });

  it('asks for the dim that decides', async () => {
    const nodes: Node[] = [
      { op: 'Size', inputs: ['x'], outputs: ['n'] },
      { op: 'Greater', inputs: ['n', 'limit'], outputs: ['c'] },
      decide('c'),
    ];
    const initializers = [tensor('limit', 'i64', [], [3n])];
    const open = { ...x, shape: ['length'] };
    const bytes = bytesOf({ inputs: [open], outputs, initializers, nodes });
    const [found] = await refusal(bytes);
    expect(found?.code).toBe('SNAPC2271');
    expect(found?.hint).toContain('--dim length=VALUE');
    const bound = await imported(bytes, { dims: new Map([['length', 9]]) });
    expect(opCounts(bound)).toEqual({ neg: 1 });
  });

  it('is refused when its condition is computed at run time', async () => {
    const c = { name: 'c', dtype: 'bool', shape: [] } as const;
    const found = await refusal(bytesOf({ inputs: [x, c], outputs, nodes: [decide('c')] }));
    expect(found.map((diagnostic) => diagnostic.code)).toEqual(['SNAPC2252']);
    expect(found[0]?.place?.node).toBe('the if');
  });

  it('ignores what is wrong in the branch not taken', async () => {
    const node: Node = {
      ...decide('c'),
      attributes: {
        then_branch: attribute.graph(branch('Neg', 'inner')),
        else_branch: attribute.graph(branch('NoSuchOperator', 'inner')),
      },
    };
    const initializers = [tensor('c', 'bool', [1], [1])];
    const bytes = bytesOf({ inputs: [x], outputs, initializers, nodes: [node] });
    expect(opCounts(await imported(bytes))).toEqual({ neg: 1 });
  });

  it('lets a branch shadow an outer name', async () => {
    const shadow = branch('Neg', 'a');
    const node: Node = {
      ...decide('c'),
      attributes: {
        then_branch: attribute.graph(shadow),
        else_branch: attribute.graph(shadow),
      },
    };
    const nodes = [
      { op: 'Abs', inputs: ['x'], outputs: ['a'] },
      node,
      { op: 'Add', inputs: ['a', 'y'], outputs: ['z'] },
    ];
    const initializers = [tensor('c', 'bool', [], [1])];
    const bytes = bytesOf({ inputs: [x], outputs: [{ name: 'z' }], initializers, nodes });
    expect((await run(bytes, input)).get('z')?.data).toEqual(Float32Array.of(0, 4));
  });

  it('may be nested', async () => {
    const inner = decide('c');
    const outer: Node = {
      ...decide('c'),
      attributes: {
        then_branch: attribute.graph({ inputs: [], outputs: [{ name: 'y' }], nodes: [inner] }),
        else_branch: attribute.graph(branch('Abs', 'inner')),
      },
    };
    const initializers = [tensor('c', 'bool', [], [1])];
    const bytes = bytesOf({ inputs: [x], outputs, initializers, nodes: [outer] });
    expect(opCounts(await imported(bytes))).toEqual({ neg: 1 });
  });
});

function loopBody(nodes: readonly Node[], extra: readonly string[] = []): Graph {
  return {
    name: 'body',
    inputs: [
      { name: 'i', dtype: 'i64', shape: [] },
      { name: 'go', dtype: 'bool', shape: [] },
      { name: 'state', dtype: 'f32', shape: [2] },
    ],
    outputs: ['go_on', 'next', ...extra].map((name) => ({ name })),
    nodes: [{ op: 'Identity', inputs: ['go'], outputs: ['go_on'] }, ...nodes],
  };
}

const doubled: Node = { op: 'Add', inputs: ['state', 'state'], outputs: ['next'], name: 'double' };

function loop(body: Graph, names: readonly string[] = ['y']): Node {
  return {
    op: 'Loop',
    name: 'the loop',
    inputs: ['rounds', '', 'x'],
    outputs: names,
    attributes: { body: attribute.graph(body) },
  };
}

function loopModel(node: Node, rounds: number, names = ['y']): Uint8Array {
  const initializers = [tensor('rounds', 'i64', [], [BigInt(rounds)])];
  const named = names.map((name) => ({ name }));
  return bytesOf({ inputs: [x], outputs: named, initializers, nodes: [node] });
}

describe('Loop', () => {
  it('is unrolled when its rounds are few and known', async () => {
    const bytes = loopModel(loop(loopBody([doubled])), 3);
    const model = await imported(bytes);
    expect(opCounts(model)).toEqual({ add: 3 });
    expect(Array.from(model.graph.nodes(), ({ origin }) => origin.onnx[0])).toEqual([
      'the loop/0/double',
      'the loop/1/double',
      'the loop/2/double',
    ]);
    expect((await run(bytes, input)).get('y')?.data).toEqual(Float32Array.of(8, -16));
  });

  it('collects what each round gives', async () => {
    const cast: Node = {
      op: 'Cast',
      inputs: ['i'],
      outputs: ['round'],
      attributes: { to: attribute.int(1) },
    };
    const body = loopBody(
      [doubled, cast, { op: 'Add', inputs: ['state', 'round'], outputs: ['seen'] }],
      ['seen'],
    );
    const bytes = loopModel(loop(body, ['y', 'all']), 2, ['y', 'all']);
    const found = await run(bytes, input);
    expect(found.get('y')?.data).toEqual(Float32Array.of(4, -8));
    expect(found.get('all')?.shape).toEqual([2, 2]);
    expect(found.get('all')?.data).toEqual(Float32Array.of(1, -2, 3, -3));
  });

  it('passes its state on when there are no rounds', async () => {
    const found = await run(loopModel(loop(loopBody([doubled])), 0), input);
    expect(found.get('y')?.data).toEqual(Float32Array.of(1, -2));
  });

  it.each([65, 2 ** 53, 2 ** 62])('is refused with %d rounds', async (rounds) => {
    const start = process.cpuUsage();
    const found = await refusal(loopModel(loop(loopBody([doubled])), rounds));
    expect(found.map((diagnostic) => diagnostic.code)).toEqual(['SNAPC2252']);
    expect(cpuSeconds(start)).toBeLessThan(2);
  });

  it('is refused when its rounds are not known', async () => {
    const inputs = [x, { name: 'rounds', dtype: 'i64', shape: [] } as const];
    const found = await refusal(bytesOf({ inputs, outputs, nodes: [loop(loopBody([doubled]))] }));
    expect(found.map((diagnostic) => diagnostic.code)).toEqual(['SNAPC2252']);
  });

  it('is refused when nested loops grow without measure', async () => {
    let body = loopBody([doubled]);
    for (let depth = 0; depth < 6; depth++) {
      const inner: Node = {
        op: 'Loop',
        inputs: ['rounds', '', 'state'],
        outputs: ['next'],
        attributes: { body: attribute.graph(body) },
      };
      body = loopBody([inner]);
    }
    const start = process.cpuUsage();
    const found = await refusal(loopModel(loop(body), 60));
    expect(found.map((diagnostic) => diagnostic.code)).toEqual(['SNAPC2251']);
    expect(cpuSeconds(start)).toBeLessThan(2);
  });
});
