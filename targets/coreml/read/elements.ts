/** The element types of MIL: their numbers in the program and in weight.bin, their bits, and the field of an immediate. */

export interface ElementFacts {
  /** In `TensorType.dataType`. */
  readonly code: number;
  /** In a blob's metadata; absent where no blob holds the type. */
  readonly blob?: number;
  readonly bits: number;
  readonly kind: 'float' | 'int' | 'uint' | 'bool' | 'string';
  /** Which field of `TensorValue` holds an immediate. */
  readonly field: ImmediateField;
}

export const IMMEDIATE_FIELDS = [
  'floats',
  'ints',
  'bools',
  'strings',
  'longInts',
  'doubles',
  'bytes',
] as const;
export type ImmediateField = (typeof IMMEDIATE_FIELDS)[number];

export const ELEMENTS = {
  bool: { code: 1, bits: 8, kind: 'bool', field: 'bools' },
  string: { code: 2, bits: 0, kind: 'string', field: 'strings' },
  fp16: { code: 10, blob: 1, bits: 16, kind: 'float', field: 'bytes' },
  fp32: { code: 11, blob: 2, bits: 32, kind: 'float', field: 'floats' },
  fp64: { code: 12, bits: 64, kind: 'float', field: 'doubles' },
  bf16: { code: 13, blob: 5, bits: 16, kind: 'float', field: 'bytes' },
  int8: { code: 21, blob: 4, bits: 8, kind: 'int', field: 'bytes' },
  int16: { code: 22, blob: 6, bits: 16, kind: 'int', field: 'ints' },
  int32: { code: 23, blob: 14, bits: 32, kind: 'int', field: 'ints' },
  int64: { code: 24, bits: 64, kind: 'int', field: 'longInts' },
  int4: { code: 25, blob: 8, bits: 4, kind: 'int', field: 'bytes' },
  uint8: { code: 31, blob: 3, bits: 8, kind: 'uint', field: 'bytes' },
  uint16: { code: 32, blob: 7, bits: 16, kind: 'uint', field: 'ints' },
  uint32: { code: 33, blob: 15, bits: 32, kind: 'uint', field: 'bytes' },
  uint64: { code: 34, bits: 64, kind: 'uint', field: 'longInts' },
  uint4: { code: 35, blob: 11, bits: 4, kind: 'uint', field: 'bytes' },
  uint2: { code: 36, blob: 10, bits: 2, kind: 'uint', field: 'bytes' },
  uint1: { code: 37, blob: 9, bits: 1, kind: 'uint', field: 'bytes' },
  uint6: { code: 38, blob: 13, bits: 6, kind: 'uint', field: 'bytes' },
  uint3: { code: 39, blob: 12, bits: 3, kind: 'uint', field: 'bytes' },
} as const satisfies Record<string, ElementFacts>;

export type ElementType = keyof typeof ELEMENTS;

const BY_CODE: ReadonlyMap<number, ElementType> = new Map(
  elementTypes().map((name) => [ELEMENTS[name].code, name]),
);
const BY_BLOB: ReadonlyMap<number, ElementType> = new Map(
  elementTypes().flatMap((name) => {
    const facts: ElementFacts = ELEMENTS[name];
    return facts.blob === undefined ? [] : [[facts.blob, name] as const];
  }),
);

function elementTypes(): ElementType[] {
  return Object.keys(ELEMENTS) as ElementType[];
}

export function elementByCode(code: number): ElementType | undefined {
  return BY_CODE.get(code);
}

export function elementByBlob(code: number): ElementType | undefined {
  return BY_BLOB.get(code);
}

export function isElementType(name: string): name is ElementType {
  return Object.hasOwn(ELEMENTS, name);
}

/** Bytes of `count` packed elements. */
export function packedBytes(dtype: ElementType, count: number): number {
  return Math.ceil((ELEMENTS[dtype].bits * count) / 8);
}
