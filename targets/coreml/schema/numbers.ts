/** The numbers that Core ML's files give to element types, colour spaces and versions. */

/** MIL's DataType. */
export const DATA_TYPES = {
  bool: 1,
  string: 2,
  fp16: 10,
  fp32: 11,
  fp64: 12,
  bf16: 13,
  int8: 21,
  int16: 22,
  int32: 23,
  int64: 24,
  int4: 25,
  uint8: 31,
  uint16: 32,
  uint32: 33,
  uint64: 34,
  uint4: 35,
  uint2: 36,
  uint1: 37,
  uint6: 38,
  uint3: 39,
  fp8e4m3fn: 40,
  fp8e5m2: 41,
} as const;

export type DataTypeName = keyof typeof DATA_TYPES;

/** Element types of weight.bin, which has numbers of its own. */
export const BLOB_DATA_TYPES = {
  fp16: 1,
  fp32: 2,
  uint8: 3,
  int8: 4,
  bf16: 5,
  int16: 6,
  uint16: 7,
  int4: 8,
  uint1: 9,
  uint2: 10,
  uint4: 11,
  uint3: 12,
  uint6: 13,
  int32: 14,
  uint32: 15,
  fp8e4m3fn: 16,
  fp8e5m2: 17,
} as const satisfies Partial<Record<DataTypeName, number>>;

export type BlobDataTypeName = keyof typeof BLOB_DATA_TYPES;

/** Bits of an element in weight.bin and in `bytes`. */
export const BITS: Readonly<Record<BlobDataTypeName, number>> = {
  fp16: 16,
  fp32: 32,
  uint8: 8,
  int8: 8,
  bf16: 16,
  int16: 16,
  uint16: 16,
  int4: 4,
  uint1: 1,
  uint2: 2,
  uint4: 4,
  uint3: 3,
  uint6: 6,
  int32: 32,
  uint32: 32,
  fp8e4m3fn: 8,
  fp8e5m2: 8,
};

/** The list of a TensorValue that holds immediates of an element type. */
export const IMMEDIATE_FIELDS = {
  bool: 'bools',
  string: 'strings',
  fp16: 'bytes',
  fp32: 'floats',
  fp64: 'doubles',
  bf16: 'bytes',
  int8: 'bytes',
  int16: 'ints',
  int32: 'ints',
  int64: 'longInts',
  int4: 'bytes',
  uint8: 'bytes',
  uint16: 'ints',
  uint32: 'bytes',
  uint64: 'longInts',
  uint4: 'bytes',
  uint2: 'bytes',
  uint1: 'bytes',
  uint6: 'bytes',
  uint3: 'bytes',
  fp8e4m3fn: 'bytes',
  fp8e5m2: 'bytes',
} as const satisfies Record<DataTypeName, string>;

/** ArrayFeatureType's dataType. */
export const ARRAY_DATA_TYPES = {
  fp32: 65568,
  fp64: 65600,
  int32: 131104,
  /** From specification version 7 on. */
  fp16: 65552,
  /** From specification version 10 on. */
  int8: 131080,
} as const satisfies Partial<Record<DataTypeName, number>>;

export const COLOR_SPACES = {
  grayscale: 10,
  rgb: 20,
  bgr: 30,
  /** From specification version 7 on. */
  grayscaleFloat16: 40,
} as const;

/** What a blob's metadata begins with. */
export const BLOB_SENTINEL = 0xdeadbeef;

/** Blobs and their metadata begin at multiples of this; the file's header and each metadata are as long. */
export const BLOB_ALIGNMENT = 64;

/** Version of weight.bin's format. */
export const BLOB_STORAGE_VERSION = 2;

/** How a program names the file of its weights. */
export const WEIGHT_FILE_NAME = '@model_path/weights/weight.bin';
