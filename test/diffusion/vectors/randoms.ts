/** Vectors of random numbers; the known answers of Random123, of the Mersenne Twister's authors, PyTorch and SciPy hold. */

import { logarithm, sineCosine } from '../../../runtime/web/pictures/elementary.ts';
import { Mersenne, torchNormals } from '../../../runtime/web/pictures/mersenne.ts';
import { inverseNormal, normals } from '../../../runtime/web/pictures/normal.ts';
import { philox } from '../../../runtime/web/pictures/philox.ts';
import type { Words } from '../../../runtime/web/pictures/philox.ts';
import { RANDOM123, known } from '../known-randoms.ts';
import { demand, double, fractions, line, singles } from './fields.ts';
import type { Lines } from './fields.ts';

export function randomVectors(): Readonly<Record<string, Lines>> {
  return {
    'philox.txt': philoxLines(),
    'mersenne.txt': mersenneLines(),
    'normals.txt': normalsLines(),
    'torch.txt': torchLines(),
    'elementary.txt': elementaryLines(),
  };
}

function philoxLines(): Lines {
  const next = fractions(1);
  const word = (): number => Math.floor(next() * 2 ** 16) * 2 ** 16 + Math.floor(next() * 2 ** 16);
  const drawn = Array.from({ length: 40 }, () => {
    const counter: Words = [word(), word(), word(), word()];
    const key = [word(), word()] as const;
    return [counter, key, philox(counter, key)] as const;
  });
  for (const [counter, key, words] of RANDOM123) {
    demand(String(philox(counter, key)) === String(words), 'Random123 knows other words');
  }
  return [...RANDOM123, ...drawn].map((parts) => line(...parts.flat()));
}

const TEN_THOUSANDTH = 4_123_659_995;

function mersenneLines(): Lines {
  return [5489, 0, 1, 42, 2 ** 32 - 1, 2 ** 40 + 7].flatMap((seed) =>
    [0, 620, 9_990].map((before) => {
      const generator = new Mersenne(seed);
      for (let at = 0; at < before; at++) generator.word();
      const words = Array.from({ length: 10 }, () => generator.word());
      // The C++ standard demands this word of std::mt19937.
      const wrong = seed === 5489 && before === 9_990 && words.at(-1) !== TEN_THOUSANDTH;
      demand(!wrong, 'the 10000th word of MT19937 is another');
      return line(seed, before, ...words);
    }),
  );
}

function normalsLines(): Lines {
  const seeds = [0, 1, 7, 2 ** 32 - 1, 2 ** 32, 2 ** 40 + 3, Number.MAX_SAFE_INTEGER];
  return seeds.flatMap((seed) =>
    [0, 1, 50, 2 ** 32 - 1].map((stream, at) =>
      line(seed, stream, ...singles(normals(seed, stream, [1024, 1, 6, 33][at] ?? 0))),
    ),
  );
}

function torchLines(): Lines {
  for (const { seed, numbers } of known.normals) {
    const found = torchNormals(new Mersenne(seed), numbers.length);
    for (const [at, number] of numbers.entries()) {
      // PyTorch's own logarithm and cosine are of single precision.
      demand(Math.abs((found[at] ?? NaN) - number) < 1.5e-6, 'PyTorch draws other numbers');
    }
  }
  return [0, 42, 2 ** 32 - 1, 2 ** 40 + 7].flatMap((seed) =>
    [16, 1000, 1024].map((count) =>
      line(seed, ...singles(torchNormals(new Mersenne(seed), count))),
    ),
  );
}

function elementaryLines(): Lines {
  const next = fractions(2);
  const some = Array.from({ length: 200 }, () => next() + next() / 2 ** 24);
  const wide = some.map((x) => (x + 1e-9) * 10 ** Math.round(600 * next() - 300));
  const edges = [0, 0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875, 1 - 2 ** -53];
  const words = [0, 1, 2 ** 32 - 1, 2 ** 31, ...known.inverse.map(({ word }) => word)];
  for (const { word, number } of known.inverse) {
    const off = Math.abs(inverseNormal((word + 0.5) / 2 ** 32) - number);
    demand(off < 1e-15 * Math.max(1, Math.abs(number)), 'SciPy has another inverse');
  }
  const row = (name: string, x: number, y: number): string => line(name, double(x), double(y));
  const turns = [...edges, ...some];
  return [
    ...[1, Math.SQRT2, 2, 2 ** -33, ...some, ...wide]
      .filter((x) => x > 1e-300)
      .map((x) => row('logarithm', x, logarithm(x))),
    ...turns.map((x) => row('sine', x, sineCosine(x)[0])),
    ...turns.map((x) => row('cosine', x, sineCosine(x)[1])),
    ...[...words.map((word) => (word + 0.5) / 2 ** 32), ...some.filter((x) => x > 0)].map((p) =>
      row('inverse', p, inverseNormal(p)),
    ),
  ];
}
