/** The tables of emitted modules: packed and unpacked they are the same, and names in them stay data. */

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Program } from '../../runtime/web/index.ts';
import { unpackProgram } from '../../runtime/web/tables.ts';
import { numberKernels } from '../../targets/webgpu/factor.ts';
import { packProgram } from '../../targets/webgpu/pack.ts';
import { tableModules } from '../../targets/webgpu/tables.ts';
import { HOSTILE_NAMES } from './hostile-names.ts';

type Range = Program['bindings'][number];

/** Two buffers and three shards, the last of which holds all that is left; ranges that follow each other as weights do, and others. */
const SHARD_BYTES = [2048, 1024, 8192];
const offset = fc.nat(7).map((number) => number * 256);
const size = fc.constantFrom(0, 4, 256, 300, 512);
const word = fc.constantFrom(0, 1, 64, 2147483648, 4294967295);
const range = fc.tuple(fc.nat(3), offset, size);
const inOrder = fc.array(size, { maxLength: 12 }).map((sizes): Range[] => {
  let shard = 0;
  let end = 0;
  return sizes.map((size) => {
    let start = Math.ceil(end / 256) * 256;
    if (start + size > (SHARD_BYTES[shard] ?? 0)) {
      shard++;
      start = 0;
    }
    end = start + size;
    return [2 + shard, start, size];
  });
});

const program = fc
  .tuple(
    fc.array(fc.tuple(fc.nat(5), fc.nat(3), fc.array(range, { maxLength: 4 }), fc.nat(3)), {
      maxLength: 12,
    }),
    inOrder,
    fc.array(fc.array(word, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 3 }),
  )
  .map(([calls, weights, parameters]): Program => {
    const codes = calls.map(([kernel]) => `fn main(){x=${kernel}u;}`);
    const { kernels, numberOf } = numberKernels(codes);
    const bindings: Range[] = [];
    const dispatches = calls.map(([, groups, ranges, row], index) => {
      const next = weights.slice(index, index + 1);
      const bound = [...ranges, ...next].map((one) => {
        const known = bindings.findIndex((other) => other.join() === one.join());
        return known < 0 ? bindings.push(one) - 1 : known;
      });
      return [numberOf(codes[index] ?? ''), groups, 1, 1, row % (1 + parameters.length), ...bound];
    });
    return { ...EMPTY, kernels, parameters, bindings, dispatches };
  });

const EMPTY: Program = {
  model: 'any',
  features: [],
  limits: {},
  buffers: [2048, 2048],
  shards: SHARD_BYTES.map((bytes, index) => ({ file: `${index}`, bytes, sha256: '' })),
  sliceBytes: 256,
  inputs: [],
  outputs: [],
  kernels: [],
  bindings: [],
  dispatches: [],
};

/** What a page gets that imports program.js. */
function imported(program: Program): unknown {
  const modules = tableModules(program, './runtime/index.js');
  const body = (text: string) => text.replaceAll(/^import .*$/gm, '').replace('export const', '');
  const names = ['unpackProgram', 'kernels'] as const;
  // oxlint-disable-next-line typescript/no-implied-eval, no-new-func -- the modules without their imports
  const run = new Function(
    names[0],
    `${body(modules['kernels.js'])} ${body(modules['program.js'])}; return program;`,
  );
  return (run as (unpack: typeof unpackProgram) => unknown)(unpackProgram);
}

describe('tables', () => {
  it('unpack to what was packed', () => {
    fc.assert(
      fc.property(program, (program) => {
        expect(unpackProgram(packProgram(program))).toEqual(program);
      }),
      { numRuns: 500 },
    );
  });

  it('print to what was packed', () => {
    fc.assert(
      fc.property(program, (program) => {
        expect(imported(program)).toEqual(program);
      }),
    );
  });

  it('say nothing of weights that are used in order', () => {
    const bindings: Range[] = [
      [2, 0, 300],
      [2, 512, 1536],
      [3, 0, 4],
    ];
    const dispatches = [[0, 1, 1, 1, 0, 0, 1, 2]];
    const packed = packProgram({ ...EMPTY, kernels: ['main'], bindings, dispatches });
    expect(packed.places).toEqual([]);
    expect(packed.steps).toEqual([[0, 0, 0, 0]]);
  });

  it('carry any name as data', () => {
    const tensors = HOSTILE_NAMES.map((name) => {
      return { name, emitted: 'x', dtype: 'f32', shape: [1], stored: 'f32', buffer: 0 } as const;
    });
    const program: Program = { ...EMPTY, model: HOSTILE_NAMES.join(''), inputs: tensors };
    expect(imported(program)).toEqual(program);
    expect(globalThis).not.toHaveProperty('hacked');
  });
});
