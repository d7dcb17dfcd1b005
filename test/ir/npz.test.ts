/** Arrays come back from .npz archives as they went in, in numpy's hands too. */

import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { readNpy, readNpz, writeNpy, writeNpz } from '../../compiler/npz.ts';
import { DiagnosticError } from '../../ir/diagnostics.ts';
import { castTensor, tensorFrom } from '../../ir/tensor.ts';
import type { Tensor } from '../../ir/tensor.ts';
import { DTYPES, elementCount, isDType } from '../../ir/types.ts';
import { temporaryFolder } from '../support/folder.ts';

const element = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 1n }),
);
const array: fc.Arbitrary<Tensor> = fc
  .tuple(
    fc.constantFrom(...Object.keys(DTYPES).filter(isDType)),
    fc.array(fc.nat(3), { maxLength: 4 }),
    fc.array(element, { minLength: 81, maxLength: 81 }),
  )
  .map(([dtype, shape, elements]) =>
    tensorFrom(dtype, shape, elements.slice(0, elementCount(shape))),
  );
const archive = fc.uniqueArray(fc.tuple(fc.string({ unit: 'grapheme' }), array), {
  maxLength: 4,
  selector: ([name]) => name,
});

/** numpy knows neither bf16 nor integers of 4 bits. */
function widened(value: Tensor): Tensor {
  const { dtype } = value;
  return castTensor(
    value,
    dtype === 'bf16' ? 'f32' : dtype === 'i4' ? 'i8' : dtype === 'u4' ? 'u8' : dtype,
  );
}

describe('an archive', () => {
  test('gives back what was put in', () => {
    fc.assert(
      fc.property(archive, (arrays) => {
        const read = readNpz(writeNpz(arrays));
        if (!read.ok) throw new Error(read.diagnostics[0]?.message);
        expect(new Map(read.value)).toEqual(
          new Map(arrays.map(([name, value]) => [name, widened(value)])),
        );
        expect(writeNpz(arrays)).toEqual(writeNpz(arrays));
      }),
      { numRuns: 300 },
    );
  });

  test('is refused in parts as a whole, and never thrown at the caller', () => {
    const whole = writeNpz([['x', tensorFrom('f32', [2, 3], [1, 2, 3, 4, 5, 6])]]);
    for (let length = 0; length < whole.length; length++) {
      const read = readNpz(whole.subarray(0, length));
      expect(read.diagnostics.map(({ code }) => code)).toEqual(['SNAPC5101']);
    }
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), (at, byte) => {
        const bytes = whole.slice();
        bytes[at] = byte;
        for (const { code } of readNpz(bytes).diagnostics) expect(code).toMatch(/^SNAPC510[12]$/);
      }),
      { numRuns: 3000 },
    );
  });
});

describe('an array', () => {
  const header = (dict: string, data: Uint8Array, version = 1): Uint8Array => {
    const text = strToU8(dict);
    const length = version === 1 ? [text.length & 255, text.length >> 8] : [text.length, 0, 0, 0];
    return Uint8Array.from([0x93, ...strToU8('NUMPY'), version, 0, ...length, ...text, ...data]);
  };
  const dict = (descr: string, shape: string, fortran = 'False'): string =>
    `{'descr': '${descr}', 'fortran_order': ${fortran}, 'shape': (${shape}), }`;
  const six = Uint8Array.of(1, 2, 3, 4, 5, 6);

  test.each([
    ['of bytes', header(dict('|u1', '2, 3'), six), [2, 3], [1, 2, 3, 4, 5, 6]],
    ['in column order', header(dict('|u1', '2, 3', 'True'), six), [2, 3], [1, 3, 5, 2, 4, 6]],
    ['of the highest byte first', header(dict('>i2', '3,'), six), [3], [258, 772, 1286]],
    ['of format 2', header(dict('<i2', '3,'), six, 2), [3], [513, 1027, 1541]],
    ['of no axes', header(dict('|i1', ''), Uint8Array.of(255)), [], [-1]],
  ])('%s is read', (_, bytes, shape, elements) => {
    const value = readNpy(bytes, 'in.npz', 'x');
    expect(value.shape).toEqual(shape);
    expect(Array.from(value.data, Number)).toEqual(elements);
  });

  test.each([
    ['that is something else', strToU8('hello, this is no array'), 'does not start'],
    ['that is cut off', header(dict('|u1', '2, 3'), six).subarray(0, 11), 'cut off'],
    ['with a cut header', header(dict('|u1', '2, 3'), six).subarray(0, 40), 'header is cut off'],
    ['of text', header(dict('<U4', '2,'), six), 'header cannot be read'],
    ['of complex numbers', header(dict('<c8', '2,'), six), 'dtype <c8 is not supported'],
    ['with too few bytes', header(dict('<f4', '2,'), six), '6 bytes of data for 8'],
    [
      'of a shape beyond numbers',
      header(dict('<f4', '0, 99999999999999999999'), six.subarray(6)),
      'shape',
    ],
    ['of a broken shape', header(dict('|u1', '2 3'), six), 'shape cannot be read'],
  ])('%s is refused', (_, bytes, reason) => {
    const fault = attempt(() => readNpy(bytes, 'in.npz', 'x'));
    expect(fault?.code).toBe('SNAPC5102');
    expect(fault?.message).toContain(reason);
    const packed = zipSync({ 'x.npy': bytes });
    expect(readNpz(packed).diagnostics.map(({ code }) => code)).toEqual(['SNAPC5102']);
  });

  function attempt(work: () => unknown) {
    try {
      work();
      return undefined;
    } catch (error) {
      if (!(error instanceof DiagnosticError)) throw error;
      return error.diagnostics[0];
    }
  }
});

const python = spawnSync('python3', ['-c', 'import numpy'], { encoding: 'utf8' });

describe.skipIf(python.status !== 0)('numpy', () => {
  /** Loads an archive, saves all of it again in other ways, and says what it saw. */
  const SCRIPT = `
import sys, numpy as np
seen = np.load(sys.argv[1])
for name in seen.files:
    print(name, seen[name].dtype, seen[name].shape, '0x' + seen[name].tobytes().hex())
np.savez_compressed(sys.argv[2], **{n: seen[n] for n in seen.files})
np.savez(sys.argv[3], **{n: np.asfortranarray(seen[n].astype(seen[n].dtype.newbyteorder('>')))
    if seen[n].ndim > 0 else seen[n] for n in seen.files})
`;
  const names: Readonly<Record<string, string>> = {
    f64: 'float64',
    f32: 'float32',
    f16: 'float16',
    i64: 'int64',
    i32: 'int32',
    i16: 'int16',
    i8: 'int8',
    u64: 'uint64',
    u32: 'uint32',
    u16: 'uint16',
    u8: 'uint8',
    bool: 'bool',
  };

  test('reads and writes the same arrays', async () => {
    const folder = await temporaryFolder();
    const arrays = fc
      .sample(array, { numRuns: 60, seed: 5 })
      .map((value, index) => [`array ${index}/é`, widened(value)] as const);
    const given = join(folder, 'given.npz');
    const compressed = join(folder, 'compressed.npz');
    const turned = join(folder, 'turned.npz');
    writeFileSync(given, writeNpz(arrays));
    const run = spawnSync('python3', ['-c', SCRIPT, given, compressed, turned], {
      encoding: 'utf8',
    });
    expect(run.stderr).toBe('');
    const described = arrays.map(([name, value]) => {
      const shape = `(${value.shape.join(', ')}${value.shape.length === 1 ? ',' : ''})`;
      const data = writeNpy(value);
      const hex = Buffer.from(data.subarray(data.length - byteLength(value))).toString('hex');
      return `${name} ${names[value.dtype]} ${shape} 0x${hex}`;
    });
    expect(run.stdout.trimEnd().split('\n')).toEqual(described);
    for (const path of [compressed, turned]) {
      const read = readNpz(readFileSync(path));
      if (!read.ok) throw new Error(read.diagnostics[0]?.message);
      expect(read.value).toEqual(new Map(arrays));
    }
  });
});

function byteLength({ dtype, shape }: Tensor): number {
  return (elementCount(shape) * DTYPES[dtype].bits) / 8;
}
