/** What code of a config changes of the language is named, and put back. */

import { afterEach, expect, it } from 'vitest';
import { watchBuiltIns } from '../../compiler/cli/built-ins.ts';

const put = (owner: object, key: PropertyKey, value: unknown): unknown =>
  Reflect.defineProperty(owner, key, { value, configurable: true, writable: true });

const changed = watchBuiltIns();

// Whatever fails, no other test gets to feel it.
afterEach(() => void changed());

it.each<readonly [string, () => unknown]>([
  ['Array.prototype.flatMap', () => put(Array.prototype, 'flatMap', () => [])],
  ['Math.hypot', () => Reflect.deleteProperty(Math, 'hypot')],
  ['Promise.allSettled', () => put(Promise, 'allSettled', () => undefined)],
  [
    'TypedArray.prototype.subarray',
    () => put(Object.getPrototypeOf(Uint8Array.prototype) as object, 'subarray', 1),
  ],
  ['DataView.prototype.getInt8', () => put(DataView.prototype, 'getInt8', () => 0)],
  ['ArrayBuffer.prototype.slice', () => put(ArrayBuffer.prototype, 'slice', () => 0)],
  [
    'ArrayIterator.prototype.Symbol(Symbol.toStringTag)',
    () => put(Object.getPrototypeOf([].values()) as object, Symbol.toStringTag, 'other'),
  ],
  [
    'Map.prototype.size',
    () => Reflect.defineProperty(Map.prototype, 'size', { get: () => 7, configurable: true }),
  ],
  ['Object.prototype.surprise', () => put(Object.prototype, 'surprise', 1)],
  ['Object.prototype.Symbol(surprise)', () => put(Object.prototype, Symbol('surprise'), 1)],
])('%s', (name, change) => {
  expect(changed()).toEqual([]);
  change();
  expect(changed()).toEqual([name]);
  expect(changed()).toEqual([]);
});

it('lets others add to what every object does not show', () => {
  put(Array.prototype, 'surprise', 1);
  const found = changed();
  Reflect.deleteProperty(Array.prototype, 'surprise');
  expect(found).toEqual([]);
});
