/** Malformed and malicious nodes: each ends soon, in diagnostics with a hint. */

import { describe, expect, it } from 'vitest';
import { convertOnnx } from '../../compiler/import/onnx/convert.ts';
import type { OnnxGraph, OnnxModel, OnnxNode } from '../../compiler/import/onnx/model.ts';
import { attribute, tensor } from '../../models/onnx/index.ts';
import type { Attributes, Model, Node, Tensor } from '../../models/onnx/index.ts';
import { bytesOf, imported, refusal } from './support/import-bytes.ts';
import { cpuSeconds } from '../support/cpu-time.ts';

const { int, ints, float, floats, string } = attribute;
const x = { name: 'x', dtype: 'f32', shape: [1, 4, 6, 6] } as const;
const outputs = [{ name: 'y' }];
const HUGE = 2n ** 40n;

function node(op: string, inputs: readonly string[], attributes: Attributes = {}): Node {
  return { op, inputs, outputs: ['y'], attributes, name: 'bad' };
}

function model(bad: Node, initializers: readonly Tensor[] = [], more: Partial<Model> = {}) {
  return bytesOf({ inputs: [x], outputs, nodes: [bad], initializers, ...more });
}

function shape(...sizes: readonly (bigint | number)[]): Tensor {
  return tensor('s', 'i64', [sizes.length], sizes.map(BigInt));
}

function scalar(name: string, value: bigint): Tensor {
  return tensor(name, 'i64', [], [value]);
}

const weight = tensor(
  'w',
  'f32',
  [2, 4, 3, 3],
  Array.from({ length: 72 }, () => 1),
);
const conv = (attributes: Attributes): Node => node('Conv', ['x', 'w'], attributes);
const pool = (attributes: Attributes): Node => node('MaxPool', ['x'], attributes);

type Case = readonly [name: string, bytes: Uint8Array, code: string];

const BOMBS: readonly Case[] = [
  ['ConstantOfShape', model(node('ConstantOfShape', ['s']), [shape(HUGE)]), 'SNAPC2230'],
  [
    'ConstantOfShape by product',
    model(node('ConstantOfShape', ['s']), [shape(1 << 20, 1 << 20)]),
    'SNAPC2230',
  ],
  [
    'Range',
    model(node('Range', ['a', 'b', 'c']), [scalar('a', 0n), scalar('b', HUGE), scalar('c', 1n)]),
    'SNAPC2230',
  ],
  ['Expand', model(node('Expand', ['one', 's']), [shape(HUGE), scalar('one', 1n)]), 'SNAPC2230'],
  ['Expand of an input', model(node('Expand', ['x', 's']), [shape(HUGE, 1, 1, 1, 1)]), 'SNAPC2230'],
  ['Tile', model(node('Tile', ['x', 's']), [shape(HUGE, 1, 1, 1)]), 'SNAPC2230'],
  ['Pad', model(node('Pad', ['x', 's']), [shape(0, 0, 0, 0, 0, 0, 0, HUGE)]), 'SNAPC2230'],
  [
    'Resize',
    model(node('Resize', ['x', '', '', 's']), [shape(1, 4, 1 << 20, 1 << 20)]),
    'SNAPC2230',
  ],
  [
    'OneHot',
    model(node('OneHot', ['x', 'd', 'v']), [scalar('d', HUGE), tensor('v', 'f32', [2], [0, 1])]),
    'SNAPC2230',
  ],
  ['sizes beyond 2^53', model(node('ConstantOfShape', ['s']), [shape(2n ** 60n)]), 'SNAPC2210'],
  [
    'a product beyond 2^53',
    model(node('Reshape', ['x', 's']), [shape(2n ** 40n, 2n ** 40n)]),
    'SNAPC1001',
  ],
  ['RandomNormal', model(node('RandomNormal', [], { shape: ints([HUGE]) })), 'SNAPC2230'],
];

const ATTRIBUTES: readonly Case[] = [
  ['stride 0', model(conv({ strides: ints([0, 1]) }), [weight]), 'SNAPC2210'],
  ['a dilation of 2^31', model(conv({ dilations: ints([2 ** 31, 1]) }), [weight]), 'SNAPC1001'],
  ['group 0', model(conv({ group: int(0) }), [weight]), 'SNAPC1001'],
  ['a group that does not divide', model(conv({ group: int(3) }), [weight]), 'SNAPC1001'],
  ['negative pads', model(conv({ pads: ints([-9, 0, 0, 0]) }), [weight]), 'SNAPC1001'],
  ['three pads', model(conv({ pads: ints([1, 1, 1]) }), [weight]), 'SNAPC2210'],
  [
    'another kernel than the weight',
    model(conv({ kernel_shape: ints([5, 5]) }), [weight]),
    'SNAPC2210',
  ],
  ['an unknown auto_pad', model(conv({ auto_pad: string('SOME') }), [weight]), 'SNAPC2220'],
  ['strides as a float', model(conv({ strides: float(1) }), [weight]), 'SNAPC2220'],
  ['a stride of 2^60', model(conv({ strides: ints([2n ** 60n, 1]) }), [weight]), 'SNAPC2220'],
  ['a kernel larger than the input', model(pool({ kernel_shape: ints([9, 9]) })), 'SNAPC1001'],
  ['no kernel', model(pool({})), 'SNAPC2221'],
  ['a kernel of 0', model(pool({ kernel_shape: ints([0, 1]) })), 'SNAPC1001'],
  [
    'pads beyond the kernel',
    model(pool({ kernel_shape: ints([2, 2]), pads: ints([3, 3, 3, 3]) })),
    'SNAPC1001',
  ],
  ['an axis outside', model(node('Concat', ['x', 'x'], { axis: int(4) })), 'SNAPC1001'],
  ['no axis', model(node('Concat', ['x', 'x'])), 'SNAPC2221'],
  [
    'a perm with repeats',
    model(node('Transpose', ['x'], { perm: ints([0, 1, 1, 2]) })),
    'SNAPC1001',
  ],
  ['a perm too short', model(node('Transpose', ['x'], { perm: ints([1, 0]) })), 'SNAPC1001'],
  [
    'a split that does not add up',
    model(node('Split', ['x', 's'], { axis: int(1) }), [shape(9)]),
    'SNAPC2210',
  ],
  ['a squeeze of 4 elements', model(node('Squeeze', ['x', 's']), [shape(1)]), 'SNAPC2210'],
  [
    'a slice with step 0',
    model(node('Slice', ['x', 's', 's', 's', 'z']), [shape(0), tensor('z', 'i64', [1], [0n])]),
    'SNAPC2210',
  ],
  [
    'a slice of one axis twice',
    model(node('Slice', ['x', 's', 's', 's']), [shape(1, 1)]),
    'SNAPC2210',
  ],
  ['a reshape with two -1', model(node('Reshape', ['x', 's']), [shape(-1, -1)]), 'SNAPC2210'],
  ['a reshape to -2', model(node('Reshape', ['x', 's']), [shape(-2, -1)]), 'SNAPC2210'],
  ['a reshape that does not fit', model(node('Reshape', ['x', 's']), [shape(5, -1)]), 'SNAPC2210'],
  [
    'a reshape copying an axis that is not there',
    model(node('Reshape', ['x', 's']), [shape(1, 1, 1, 1, 0)]),
    'SNAPC2210',
  ],
  [
    'Resize by scales and sizes',
    model(node('Resize', ['x', '', 'f', 's']), [
      shape(1, 4, 6, 6),
      tensor('f', 'f32', [4], [1, 1, 1, 1]),
    ]),
    'SNAPC2210',
  ],
  ['Resize by nothing', model(node('Resize', ['x'])), 'SNAPC2210'],
  [
    'Resize by 0',
    model(node('Resize', ['x', '', 'f']), [tensor('f', 'f32', [4], [1, 1, 0, 1])]),
    'SNAPC2210',
  ],
  [
    'Resize by NaN',
    model(node('Resize', ['x', '', 'f']), [tensor('f', 'f32', [4], [1, 1, NaN, 1])]),
    'SNAPC2210',
  ],
  [
    'Resize by infinity',
    model(node('Resize', ['x', '', 'f']), [tensor('f', 'f32', [4], [1, 1, Infinity, 1])]),
    'SNAPC2210',
  ],
  ['Cast to a string', model(node('Cast', ['x'], { to: int(8) })), 'SNAPC2220'],
  ['Cast to nothing', model(node('Cast', ['x'])), 'SNAPC2221'],
  ['Cast to the type 2^40', model(node('Cast', ['x'], { to: int(2 ** 40) })), 'SNAPC2220'],
  ['a negative size', model(node('ConstantOfShape', ['s']), [shape(-4)]), 'SNAPC2210'],
  [
    'a range that never ends',
    model(node('Range', ['a', 'b', 'c']), [scalar('a', 0n), scalar('b', 9n), scalar('c', 0n)]),
    'SNAPC2210',
  ],
  [
    'an equation of nonsense',
    model(node('Einsum', ['x'], { equation: string('i->->') })),
    'SNAPC2210',
  ],
  [
    'an equation of too few letters',
    model(node('Einsum', ['x'], { equation: string('ij->i') })),
    'SNAPC1001',
  ],
  ['a top of more than there are', model(node('TopK', ['x', 's']), [shape(99)]), 'SNAPC1001'],
  [
    'an index outside',
    model(node('Gather', ['s', 'i']), [shape(1, 2), scalar('i', 7n)]),
    'SNAPC1205',
  ],
  ['a missing input', model(node('Add', ['x', ''])), 'SNAPC2212'],
  ['no inputs at all', model(node('Relu', [])), 'SNAPC2212'],
  ['too many inputs', model(node('Relu', ['x', 'x'])), 'SNAPC2213'],
  ['two types', model(node('Add', ['x', 's']), [shape(1)]), 'SNAPC1001'],
  [
    'scales as integers',
    model(node('Upsample', ['x'], { scales: floats([1, 1]) }), [], { opset: 7 }),
    'SNAPC2210',
  ],
  [
    'a shape that is computed',
    model(node('Reshape', ['x', 'n']), [], {
      inputs: [x, { name: 'n', dtype: 'i64', shape: [2] }],
    }),
    'SNAPC2211',
  ],
];

const VERSIONS: readonly Case[] = [
  [
    'an operator of another domain',
    model({ ...node('Thing', ['x']), domain: 'evil' }, [], { opset: { '': 17, evil: 1 } }),
    'SNAPC2200',
  ],
  ['a domain without version', model({ ...node('Thing', ['x']), domain: 'evil' }), 'SNAPC2201'],
  ['an unknown operator', model(node('toString', ['x'])), 'SNAPC2200'],
  [
    'a deprecated operator',
    model(node('Upsample', ['x'], { scales: floats([1, 1, 2, 2]) }), [], { opset: 13 }),
    'SNAPC2200',
  ],
  ['an operator before its time', model(node('Gelu', ['x'])), 'SNAPC2200'],
  [
    'an operator set of the future',
    model(node('Relu', ['x']), [], { opset: 2 ** 31 - 1 }),
    'SNAPC2202',
  ],
];

describe.each([
  ['bombs', BOMBS],
  ['attributes and inputs', ATTRIBUTES],
  ['versions', VERSIONS],
])('%s', (_, cases) => {
  it.each(cases)('%s', async (__, bytes, code) => {
    const start = process.cpuUsage();
    const found = await refusal(bytes);
    expect(cpuSeconds(start)).toBeLessThan(2);
    expect(found.map((diagnostic) => diagnostic.code)).toContain(code);
    for (const { message, hint } of found) {
      expect(message.length).toBeLessThan(1000);
      expect(hint ?? '').not.toBe('');
    }
  });
});

describe('exactness', () => {
  it('keeps integers beyond 2^53', async () => {
    const value = 2n ** 60n + 1n;
    const nodes = [{ op: 'Add', inputs: ['a', 'a'], outputs: ['y'] }];
    const bytes = bytesOf({ inputs: [x], outputs, nodes, initializers: [scalar('a', value)] });
    const { graph } = await imported(bytes);
    const constant = graph.outputs[0]?.value.constant?.source;
    expect(constant?.kind === 'data' && constant.tensor.data).toEqual(BigInt64Array.of(2n * value));
  });

  it('warns of attributes that it does not know', async () => {
    const { warnings } = await imported(model(node('Relu', ['x'], { sneaky: int(1) })));
    expect(warnings.map(({ code }) => code)).toEqual(['SNAPC2222']);
  });

  it('reports independent faults together, and each only once', async () => {
    const nodes = [
      node('Concat', ['x', 'x'], { axis: int(9) }),
      { op: 'Relu', inputs: ['y'], outputs: ['z'] },
      { op: 'Det', inputs: ['z'], outputs: ['a'] },
      { op: 'Reshape', inputs: ['x', 's'], outputs: ['b'] },
    ];
    const named = ['a', 'b'].map((name) => ({ name }));
    const bytes = bytesOf({ inputs: [x], outputs: named, nodes, initializers: [shape(5)] });
    const found = await refusal(bytes);
    expect(found.map(({ code }) => code).sort()).toEqual(['SNAPC1001', 'SNAPC1001', 'SNAPC2200']);
  });
});

/** As the reader would give them if it had no bounds of its own. */
function plain(op: string, inputs: readonly string[], output: string): OnnxNode {
  const attributes: OnnxNode['attributes'] = new Map();
  return { name: '', opType: op, domain: '', inputs, outputs: [output], attributes, overload: '' };
}

function plainModel(nodes: readonly OnnxNode[]): OnnxModel {
  const info = { dtype: 'f32', shape: [2], unsupported: undefined } as const;
  const graph: OnnxGraph = {
    name: 'g',
    nodes,
    inputs: [{ ...info, name: 'x' }],
    outputs: [{ ...info, name: 'y' }],
    valueInfo: new Map(),
    initializers: new Map(),
  };
  return {
    file: 'm',
    irVersion: 8,
    producer: '',
    opsets: new Map([['', 17]]),
    graph,
    functions: [],
  };
}

describe('long graphs', () => {
  const LENGTH = 100_000;
  const chain = Array.from({ length: LENGTH }, (_, index) =>
    plain('Relu', [index === 0 ? 'x' : `t${index}`], index === LENGTH - 1 ? 'y' : `t${index + 1}`),
  );

  it.each([
    ['a chain', chain],
    ['a chain in reverse', chain.toReversed()],
    [
      'a fan',
      [
        ...Array.from({ length: 50_000 }, (_, index) => plain('Relu', ['x'], `t${index}`)),
        plain(
          'Sum',
          Array.from({ length: 50_000 }, (_, index) => `t${index}`),
          'y',
        ),
      ],
    ],
  ])('%s needs no stack', async (_, nodes) => {
    const result = await convertOnnx(plainModel(nodes));
    expect(result.ok).toBe(true);
  });

  it('a long cycle is found', async () => {
    const nodes = chain.map((link, index) =>
      index === 0 ? { ...link, inputs: [`t${LENGTH - 1}`] } : link,
    );
    const result = await convertOnnx(plainModel(nodes));
    expect(result.diagnostics.map(({ code }) => code)).toEqual(['SNAPC2240']);
  });

  it('stops when it is told to', async () => {
    const controller = new AbortController();
    const work = convertOnnx(plainModel(chain), { signal: controller.signal });
    controller.abort(new Error('enough'));
    await expect(work).rejects.toThrow('enough');
  });
});
