/** A case of one operation: a package of little else, whose result is known by hand. */

import { expect } from 'vitest';
import { TestPackage } from '../../support/mil-package.ts';
import type { Bindings, TestOpset } from '../../support/mil-package.ts';
import type { TestDType, TestType } from '../../support/mil-wire.ts';

export interface OperationCase {
  readonly op: string;
  /** What this one is about, where the operation has several. */
  readonly title?: string;
  readonly opset?: TestOpset;
  /** Operands that the app gives. */
  readonly inputs?: Readonly<Record<string, readonly [TestType, readonly number[]]>>;
  /** Constant operands, and what joins inputs to tuples. */
  readonly constants?: (p: TestPackage, inputs: ReadonlyMap<string, string>) => Bindings;
  /** One list of elements for each output; no operation casts single bits, so those are not looked at. */
  readonly outputs: readonly (readonly [TestType, readonly number[]])[];
  /** Operands that are attributes. */
  readonly attributes?: Readonly<Record<string, Uint8Array>>;
  /** Inputs that `constants` binds itself. */
  readonly joined?: boolean;
  readonly precision?: 'declared' | 'fp32';
}

export function t(dtype: TestDType, ...shape: readonly number[]): TestType {
  return { dtype, shape };
}

export const f32 = (...shape: readonly number[]): TestType => t('fp32', ...shape);
export const i32 = (...shape: readonly number[]): TestType => t('int32', ...shape);

/** What an interface can be of; other types are cast at the border. */
const AT_BORDER: readonly TestType['dtype'][] = ['fp32', 'fp16', 'int32'];

/** The validator finds nothing, strictly, and the interpreter gives the elements. */
export async function checkCase(item: OperationCase): Promise<void> {
  const p = new TestPackage(item.opset ?? 'CoreML6');
  const names = new Map<string, string>();
  const given: Record<string, readonly [TestType, readonly number[]]> = {};
  for (const [name, [type, values]] of Object.entries(item.inputs ?? {})) {
    const shown = AT_BORDER.includes(type.dtype) ? type : { ...type, dtype: 'int32' as const };
    p.input(name, shown);
    given[name] = [shown, values];
    names.set(
      name,
      shown === type ? name : p.op('cast', { x: name, dtype: p.text(String(type.dtype)) }, type),
    );
  }
  const constants = item.constants?.(p, names) ?? {};
  const own = item.joined === true ? {} : Object.fromEntries(names);
  const results = item.outputs.map(([type]) => [p.fresh('r'), type] as const);
  p.add(item.op, { ...own, ...constants }, results, item.attributes);
  const shownResults = results.filter(([, { dtype }]) => dtype !== 'uint1');
  for (const [name, type] of shownResults) {
    const bordered = AT_BORDER.includes(type.dtype);
    const shown = bordered ? type : { ...type, dtype: 'int32' as const };
    p.output(bordered ? name : p.op('cast', { x: name, dtype: p.text('int32') }, shown), shown);
  }
  expect(
    (await p.problems()).map(({ message, place }) => `${message} ${JSON.stringify(place)}`),
  ).toEqual([]);
  const outputs = [...(await p.runAll(given, item.precision)).values()];
  const expectations = item.outputs.filter(([{ dtype }]) => dtype !== 'uint1');
  for (const [index, [, expected]] of expectations.entries()) {
    const data = Array.from(outputs[index]?.data ?? [], Number);
    expect(data.length).toBe(expected.length);
    for (const [at, value] of expected.entries()) {
      expect(data[at], `element ${at} of ${data.join(', ')}`).toBeCloseTo(value, 5);
    }
  }
}

/** One input `x` of fp32, one output. */
export function unaryCase(
  op: string,
  x: readonly number[],
  y: readonly number[],
  constants?: OperationCase['constants'],
): OperationCase {
  const type = f32(1, x.length);
  return {
    op,
    inputs: { x: [type, x] },
    outputs: [[type, y]],
    ...(constants === undefined ? {} : { constants }),
  };
}
