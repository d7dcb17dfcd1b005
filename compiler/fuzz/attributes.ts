/** Random attributes of an op, from what its declaration and its samples say of them; names no op. */

import type { Attr } from '../../ir/attr.ts';
import type { AttributeMap, OpDefinition } from '../../ir/define.ts';
import { elementCount } from '../../ir/types.ts';
import type { Random } from './random.ts';

/** Those of a sample, or the defaults, with some of them drawn anew. */
export function randomAttributes(
  random: Random,
  op: OpDefinition,
  shape: readonly number[],
): AttributeMap {
  const sample = random.chance(0.5) ? random.pick(op.samples)?.attributes : undefined;
  const given: AttributeMap = sample ?? {};
  const attributes: Record<string, unknown> = {};
  for (const [name, spec] of Object.entries(op.attributes)) {
    const usual = given[name] ?? spec.default;
    attributes[name] =
      usual === undefined || random.chance(0.3)
        ? (randomAttribute(random, spec, usual, shape) ?? usual)
        : usual;
  }
  return attributes;
}

const NUMBERS = [0, 1, -1, 0.5, 2, 1e-5, 0.125];

/** Undefined for kinds that have no random values, such as graphs and strings. */
export function randomAttribute(
  random: Random,
  spec: Attr<unknown>,
  usual: unknown,
  shape: readonly number[],
): unknown {
  const words = /^one of (.*)$/.exec(spec.describe)?.[1]?.split(', ');
  const value = words === undefined ? ofKind(random, spec, usual, shape) : random.pick(words);
  return value !== undefined && spec.check(value) ? value : undefined;
}

function ofKind(
  random: Random,
  { describe }: Attr<unknown>,
  usual: unknown,
  shape: readonly number[],
): unknown {
  switch (describe) {
    case 'integer':
      return random.below(6) - 2;
    case 'number':
      return random.pick(NUMBERS);
    case 'true or false':
      return random.chance(0.5);
    case 'dtype':
      return random.pick(['f32', 'f16', 'i32']);
    case 'list of numbers':
      return shape.map(() => random.pick(NUMBERS) ?? 1);
    case 'list of dims':
      return random.chance(0.5) ? regrouped(random, shape) : random.shuffled(shape);
    case 'list of integers':
      return randomList(random, usual, shape);
    default:
      return undefined;
  }
}

/** Axes, a permutation, or one number for each axis. */
function randomList(random: Random, usual: unknown, shape: readonly number[]): number[] {
  const axes = shape.map((_, axis) => axis);
  const length = Array.isArray(usual) ? usual.length : shape.length;
  const some = Array.from({ length }, () => random.below(4));
  const lists = [
    random.shuffled(axes),
    random.shuffled(axes).slice(0, 1 + random.below(2)),
    [random.below(shape.length + 1) - shape.length],
    shape.map(() => 0),
    shape.map(() => 1),
    [...shape],
    shape.map((size) => random.below(size + 1)),
    some,
  ];
  return random.pick(lists) ?? [];
}

/** The same number of elements on other axes. */
function regrouped(random: Random, shape: readonly number[]): number[] {
  const axis = random.below(shape.length + 1);
  const [size = 1, next = 1] = shape.slice(axis);
  const before = shape.slice(0, axis);
  if (random.chance(0.4)) return [...before, size * next, ...shape.slice(axis + 2)];
  const factor = random.pick([1, 2, 3, size].filter((by) => by > 0 && size % by === 0)) ?? 1;
  const split = [...before, factor, size / factor, ...shape.slice(axis + 1)];
  return elementCount(split) === elementCount(shape) ? split : [...shape];
}
