/** Attention in every combination of the choices that exporters make: the place of the scale, the mask, the heads' layout. */

import { describe, it } from 'vitest';
import { checkSpelling, numbers, random } from './support/check.ts';
import type { Counts } from './support/check.ts';
import { ModelWriter, TYPE } from './support/writer.ts';
import type { Name } from './support/writer.ts';

const BATCH = 2;
const HEADS = 3;
const LENGTH = 4;
const WORDS = 5;
const SIZE = 2;
const WIDTH = HEADS * SIZE;
const SCALE = 0.6;

const SCALES = [
  'none',
  'query rows',
  'query heads',
  'key heads',
  'roots multiplied',
  'roots divided',
  'scores multiplied',
  'scores divided',
  'scores multiplied twice',
] as const;
const MASKS = [
  'none',
  'float',
  'float first',
  'chosen and added',
  'filled in',
  'stored',
  'two',
] as const;
const LAYOUTS = [
  'four axes',
  'folded',
  'folded for products',
  'key turned with its heads',
] as const;
const WEIGHTS = ['plain', 'cast', 'guarded', 'dropped out'] as const;

interface Choice {
  readonly scale: (typeof SCALES)[number];
  readonly mask: (typeof MASKS)[number];
  readonly layout: (typeof LAYOUTS)[number];
  readonly weights: (typeof WEIGHTS)[number];
  readonly float: 'f32' | 'f16';
}

class Attention {
  readonly #model = new ModelWriter({ opset: 17 });
  readonly #choice: Choice;

  constructor(choice: Choice) {
    this.#choice = choice;
  }

  bytes(): Uint8Array {
    const model = this.#model;
    const { layout, weights, float } = this.#choice;
    const rows = this.#scaled('query rows', model.input('query', float, [BATCH, LENGTH, WIDTH]));
    const query = this.#scaled('query heads', this.#heads(rows));
    const words = model.input('key', float, [BATCH, WORDS, WIDTH]);
    const key = this.#scaled('key heads', this.#turnedKey(words));
    const scores = model.op('MatMul', [this.#rooted(query), this.#rooted(key)]);
    const masked = this.#masked(this.#scaledScores(scores));
    const probabilities = this.#guarded(this.#softmax(masked), weights);
    const value = this.#heads(model.input('value', float, [BATCH, WORDS, WIDTH]));
    const attended = model.op('MatMul', [probabilities, value]);
    const four =
      layout === 'folded'
        ? model.op('Reshape', [attended, model.ints(BATCH, HEADS, LENGTH, SIZE)])
        : attended;
    const back = model.op('Transpose', [four], { perm: [0, 2, 1, 3] });
    model.output('out', model.op('Reshape', [back, model.ints(0, 0, -1)]));
    return model.bytes();
  }

  #number(value: number): Name {
    return this.#model.scalar(value, this.#choice.float);
  }

  /** In half precision with the scores widened, where its result is to be cast. */
  #softmax(scores: Name): Name {
    const { weights, float } = this.#choice;
    const wide = weights === 'cast' && float === 'f16';
    const input = wide ? this.#model.op('Cast', [scores], { to: TYPE.f32 }) : scores;
    return this.#model.op('Softmax', [input], { axis: -1 });
  }

  #heads(rows: Name, perm: readonly number[] = [0, 2, 1, 3]): Name {
    const model = this.#model;
    const split = model.op('Reshape', [rows, model.ints(0, 0, HEADS, SIZE)]);
    const four = model.op('Transpose', [split], { perm });
    if (this.#choice.layout !== 'folded') return four;
    return model.op('Reshape', [four, model.ints(BATCH * HEADS, -1, SIZE)]);
  }

  #turnedKey(rows: Name): Name {
    const model = this.#model;
    switch (this.#choice.layout) {
      case 'key turned with its heads':
        return this.#heads(rows, [0, 2, 3, 1]);
      case 'folded':
        return model.op('Transpose', [this.#heads(rows)], { perm: [0, 2, 1] });
      case 'folded for products': {
        const three = model.op('Reshape', [this.#heads(rows), model.ints(-1, WORDS, SIZE)]);
        const turned = model.op('Transpose', [three], { perm: [0, 2, 1] });
        return model.op('Reshape', [turned, model.ints(BATCH, HEADS, SIZE, WORDS)]);
      }
      default:
        return model.op('Transpose', [this.#heads(rows)], { perm: [0, 1, 3, 2] });
    }
  }

  #scaled(place: Choice['scale'], value: Name): Name {
    if (this.#choice.scale !== place) return value;
    return this.#model.op('Mul', [value, this.#number(SCALE)]);
  }

  #rooted(value: Name): Name {
    const model = this.#model;
    const root = Math.sqrt(SCALE);
    switch (this.#choice.scale) {
      case 'roots multiplied':
        return model.op('Mul', [value, model.constant(this.#choice.float, [1], [root])]);
      case 'roots divided':
        return model.op('Div', [value, this.#number(1 / root)]);
      default:
        return value;
    }
  }

  #scaledScores(scores: Name): Name {
    const model = this.#model;
    switch (this.#choice.scale) {
      case 'scores multiplied':
        return model.op('Mul', [this.#number(SCALE), scores]);
      case 'scores divided':
        return model.op('Div', [scores, this.#number(1 / SCALE)]);
      case 'scores multiplied twice': {
        const once = model.op('Mul', [scores, this.#number(2)]);
        return model.op('Mul', [once, this.#number(SCALE / 2)]);
      }
      default:
        return scores;
    }
  }

  #masked(scores: Name): Name {
    const model = this.#model;
    const four = (of: Name): Name =>
      this.#choice.layout === 'folded'
        ? model.op('Reshape', [of, model.ints(BATCH, HEADS, LENGTH, WORDS)])
        : of;
    const back = (of: Name): Name =>
      this.#choice.layout === 'folded'
        ? model.op('Reshape', [of, model.ints(-1, LENGTH, WORDS)])
        : of;
    const float = (): Name => model.input('mask', this.#choice.float, [BATCH, 1, 1, WORDS]);
    const seen = (): Name => model.input('seen', 'bool', [BATCH, 1, 1, WORDS]);
    const stored = Array.from({ length: LENGTH * WORDS }, (_, at) => (at % 3) / 2 - 1);
    switch (this.#choice.mask) {
      case 'none':
        return scores;
      case 'float':
        return back(model.op('Add', [four(scores), float()]));
      case 'float first':
        return back(model.op('Add', [float(), four(scores)]));
      case 'chosen and added': {
        const chosen = model.op('Where', [seen(), this.#number(0), this.#number(-Infinity)]);
        return back(model.op('Add', [four(scores), chosen]));
      }
      case 'filled in':
        return back(model.op('Where', [seen(), four(scores), this.#number(-65504)]));
      case 'stored':
        return model.op('Add', [scores, model.stored(this.#choice.float, [LENGTH, WORDS], stored)]);
      case 'two': {
        const first = model.op('Add', [
          scores,
          model.stored(this.#choice.float, [LENGTH, WORDS], stored),
        ]);
        return back(model.op('Add', [four(first), float()]));
      }
    }
  }

  #guarded(weights: Name, how: Choice['weights']): Name {
    const model = this.#model;
    switch (how) {
      case 'plain':
        return weights;
      case 'cast':
        return model.op('Cast', [weights], { to: TYPE[this.#choice.float] });
      case 'guarded':
        return model.op('Where', [model.op('IsNaN', [weights]), this.#number(0), weights]);
      case 'dropped out':
        return model.op('Dropout', [weights, model.scalar(0.5)]);
    }
  }
}

/** What the masks compute outside the attention. */
const AROUND: Readonly<Record<Choice['mask'], Counts>> = {
  none: {},
  float: {},
  'float first': {},
  'chosen and added': { where: 1 },
  'filled in': { where: 1 },
  stored: {},
  two: { add: 1 },
};

const seen = numbers('bool', [BATCH, 1, 1, WORDS], [1, 0, 1, 1, 0, 0, 0, 1, 1, 1]);

async function check(choice: Choice): Promise<void> {
  const { float, mask } = choice;
  const inputs = new Map([
    ['query', random([BATCH, LENGTH, WIDTH], float)],
    ['key', random([BATCH, WORDS, WIDTH], float)],
    ['value', random([BATCH, WORDS, WIDTH], float, [-2, 1])],
  ]);
  if (['float', 'float first', 'two'].includes(mask)) {
    inputs.set('mask', random([BATCH, 1, 1, WORDS], float));
  }
  if (['chosen and added', 'filled in'].includes(mask)) inputs.set('seen', seen);
  const ops = { attention: 1, ...AROUND[mask] };
  const tolerance = float === 'f16' ? 1e-2 : 1e-4;
  const model = new Attention(choice).bytes();
  await checkSpelling({ model, inputs, ops, tolerance, device: false });
}

describe.each(SCALES)('scale: %s', (scale) => {
  it.each(MASKS)('mask: %s', async (mask) => {
    const start = SCALES.indexOf(scale) + MASKS.indexOf(mask);
    for (const [index, layout] of LAYOUTS.entries()) {
      const weights = WEIGHTS[(start + index) % WEIGHTS.length] ?? 'plain';
      await check({ scale, mask, layout, weights, float: 'f32' });
    }
    const layout = LAYOUTS[start % LAYOUTS.length] ?? 'four axes';
    const weights = start % 2 === 0 ? 'plain' : 'cast';
    await check({ scale, mask, layout, weights, float: 'f16' });
  });
});
