/** `snapc test-op`: what an op declares, and what its lowerings compute, against its own evaluate. */

import { mkdir, readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder, writeFiles } from '../support/folder.ts';
import { envelopeOf, runCli, spawnCli } from './harness.ts';

/** A config of parabolas, each with something changed of its declaration. */
function config(changes: Readonly<Record<string, string>>): string {
  const ops = Object.entries(changes).map(
    ([name, change]) => `define({
      name: '${name}',
      operands: { input: operand(FLOATS) },
      attributes: {},
      traits: ['pure', 'pointwise'],
      infer: ({ input }) => input,
      evaluate: ({ input }) => numbers(input, (x) => x * x),
      cost: ({ input }) => ({ flops: elementCount(input.shape) }),
      samples: [{ operands: { input: { shape: [2, 3] } } }],
      ${change}
    })`,
  );
  return `
    import { FLOATS, attr, defineComposite, defineOp, elementCount, operand, tensorFrom, toNumbers } from 'snapc';
    const numbers = (x, of) => tensorFrom(x.dtype, x.shape, toNumbers(x).map(of));
    const define = (op) => (op.decompose ? defineComposite : defineOp)(op);
    export default { ops: [${ops.join(',\n')}] };`;
}

const DECLARED: Readonly<Record<string, readonly [change: string, words: string]>> = {
  decomposes_otherwise: [
    'decompose: (b, { input }) => b.abs({ input })',
    'SNAPC3014: op decomposes_otherwise: evaluate and decompose differ by',
  ],
  decomposes_to_nothing: ['decompose: () => undefined', 'failed in its decompose'],
  throws: ["evaluate: () => { throw 'no number'; }", 'failed in its evaluate: no number'],
  gives_no_tensor: ['evaluate: () => 5', 'is a number, not a tensor'],
  reaches_others: [
    'evaluate: ({ input }) => tensorFrom(input.dtype, input.shape, toNumbers(input).reverse())',
    'changes results in other places',
  ],
  has_another_shape: [
    `infer: ({ input }) => ({ ...input, shape: [1, ...input.shape] }),
     evaluate: ({ input }) => tensorFrom(input.dtype, [1, ...input.shape], toNumbers(input))`,
    'it is pointwise, but of f32[',
  ],
  never_the_same: [
    'evaluate: ({ input }) => numbers(input, () => Math.random())',
    'gives other numbers again',
  ],
};

const LOWERED: Readonly<Record<string, readonly [lowering: string, words: string]>> = {
  right: ['({ input: x }, _, { math }) => math.mul(x, x)', 'right: 9 uses, coreml '],
  of_other_numbers: [
    '({ input: x }, _, { math }) => math.abs(x)',
    'SNAPC3015: op of_other_numbers on coreml differs from its evaluate by',
  ],
  throwing: ['() => { throw null; }', 'throwing failed in its lowering for coreml: null'],
  giving_nothing: ['() => undefined', 'giving_nothing failed in its lowering for coreml: it gave'],
  refusing: [
    "(_, __, { refuse }) => refuse('not today', 'come back')",
    'SNAPC3016: op refusing on coreml: ',
  ],
  of_another_shape: [
    "({ input: x }, _, { m }) => m.op('identity', { x }, { dtype: 'fp32', shape: [7, 7] })",
    'of_another_shape failed in its lowering for coreml: it gave fp32[7,7]',
  ],
};

/** Wrong for rows of three and more, whatever its attribute; found at rows of five. */
const WIDE = `
  attributes: { bias: attr.float(0), sizes: attr.ints([1, 1]) },
  samples: [{ operands: { input: { shape: [4, 5] } }, attributes: { bias: 2, sizes: [4, 5] } }],`;

it('makes a use that fails small', async () => {
  const folder = await temporaryFolder();
  const when = 'shape.at(-1) >= 3';
  const decompose = `decompose: (b, { input }) =>
    input.type.${when} ? b.neg({ input }) : b.mul({ a: input, b: input })`;
  const lower = `lowerings: { coreml: ({ input: x }, _, { math, node }) =>
    node.operands[0].type.${when} ? math.abs(x) : math.mul(x, x) }`;
  const refuse = `lowerings: { coreml: ({ input: x }, _, { math, node, refuse }) =>
    node.operands[0].type.${when} ? refuse('wide', 'make it narrow') : math.mul(x, x) }`;
  const ops = { declared: WIDE + decompose, lowered: WIDE + lower, refused: WIDE + refuse };
  await writeFiles(folder, { 'op.mjs': config(ops) });
  const ran = await spawnCli(['test-op', 'op.mjs', '--seed', '3', '--runs', '9'], folder);
  expect(ran.code).toBe(1);
  for (const name of Object.keys(ops)) {
    const text = await readFile(join(folder, `${name}.failing.ir`), 'utf8');
    expect(text).toMatch(/with\n {2}%x0 = \[[^\],]+, [^\],]+, [^\],]+\] : f32\[(?:1,)+3\]\n/);
    expect(text).toContain(`${name}(%x0) : f32[1,`);
  }
}, 60_000);

it('names ops whose declarations do not hold', async () => {
  const folder = await temporaryFolder();
  const changes = Object.entries(DECLARED).map(([name, [change]]) => [name, change] as const);
  await writeFiles(folder, { 'op.mjs': config(Object.fromEntries(changes)) });
  const ran = await spawnCli(['test-op', 'op.mjs', '--seed', '1', '--runs', '9'], folder);
  for (const [name, [, words]] of Object.entries(DECLARED)) {
    const told = ran.stderr.split('\n').filter((line) => line.includes(`op ${name}`));
    expect(told.join('\n')).toContain(words);
    expect(told.join('\n')).toMatch(/SNAPC301[34]/);
    const text = await readFile(join(folder, `${name}.failing.ir`), 'utf8');
    expect(text).toContain(`${name}(%x0)`);
  }
  expect(ran.code).toBe(1);
}, 60_000);

it('runs lowerings, and names those that are wrong', async () => {
  const folder = await temporaryFolder();
  const changes = Object.entries(LOWERED).map(
    ([name, [lowering]]) => [name, `lowerings: { coreml: ${lowering} }`] as const,
  );
  const typeless = "infer: () => { throw new TypeError('no types'); }";
  const ops = { typeless, ...Object.fromEntries(changes) };
  await writeFiles(folder, { 'op.mjs': config(ops) });
  const ran = await spawnCli(['test-op', 'op.mjs', '--seed', '1', '--runs', '9'], folder);
  expect(ran.stderr).toContain('typeless failed in its infer: no types');
  for (const [, words] of Object.values(LOWERED)) {
    expect(`${ran.stdout}${ran.stderr}`).toContain(words);
  }
  expect(ran.code).toBe(1);
}, 60_000);

it('runs a built-in op', async () => {
  const folder = await temporaryFolder();
  const words = ['--op', 'sin', '--targets', 'coreml', '--runs', '6'];
  const ran = await runCli(['test-op', ...words, '--json'], { folder });
  expect(ran.code).toBe(0);
  const { result } = envelopeOf(ran) as unknown as {
    readonly result: { ops: { errors: Readonly<Record<string, number>> }[] };
  };
  const error = result.ops[0]?.errors['coreml'];
  expect(error).toBeLessThan(1e-5);
});

it('says what could not be run', async () => {
  const library = ['--nnapi-library', 'nowhere.so'];
  const words = ['--op', 'sin', '--targets', 'nnapi', '--runs', '2', ...library];
  const ran = await runCli(['test-op', ...words], { folder: await temporaryFolder() });
  expect(ran.stderr).toContain('warning SNAPC3017: nothing was run on nnapi: ');
  // The cure of the cause, and what its lack means.
  expect(ran.stderr).toMatch(/hint: .+; what is told of the op says nothing about nnapi/);
  expect(ran.code).toBe(0);
});

it('stops an op that does not end', async () => {
  const folder = await temporaryFolder();
  await writeFiles(folder, { 'op.mjs': config({ endless: 'evaluate: () => { for (;;); }' }) });
  const ran = await spawnCli(['test-op', 'op.mjs', '--time-limit', '6'], folder);
  expect(ran.stderr).toContain('evaluate of op endless did not end within 6 s');
  expect(ran.code).toBe(1);
}, 60_000);

it('stops a lowering that does not end, and leaves no temporary folder', async () => {
  const folder = await temporaryFolder();
  const temporary = join(folder, 'temporary');
  await mkdir(temporary);
  const lowering = 'lowerings: { coreml: () => { for (;;); } }';
  await writeFiles(folder, { 'op.mjs': config({ endless: lowering }) });
  const words = ['test-op', 'op.mjs', '--targets', 'coreml', '--runs', '2', '--time-limit', '3'];
  const ran = await spawnCli(words, folder, { TMPDIR: temporary });
  expect(ran.stderr).toContain('did not end within 3 s');
  expect((await readdir(temporary)).filter((name) => name.startsWith('snapc-'))).toEqual([]);
}, 60_000);

it.each([
  [[], 'SNAPC5448'],
  [['--op', 'no-such-op'], 'SNAPC5448'],
  [['--op', 'exp', '--targets', 'paper'], 'SNAPC5424'],
])('refuses %j', async (words, code) => {
  const ran = await runCli(['test-op', ...words], { folder: await temporaryFolder() });
  expect(ran.stderr).toContain(code);
  expect(ran.code).toBe(2);
});
