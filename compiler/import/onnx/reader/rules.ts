/** The messages of onnx.proto as the walker sees them: which fields exist, how they are coded, who reads them. */

/** How a value is coded; a repeated number may be packed or not, whatever the schema says. */
export type FieldCoding = 'varint' | 'fixed32' | 'fixed64' | 'bytes' | 'string' | 'message';

export interface FieldRule {
  readonly name: string;
  readonly coding: FieldCoding;
  readonly repeated: boolean;
  /**
   * `decode`: goes to the schema's decoder. `cut`: its range is noted and read by the walker, because it
   * nests, holds data or is newer than the schema. `skip`: nothing needs it.
   */
  readonly take: 'decode' | 'cut' | 'skip';
  /** The rules of a nested message that goes to the decoder as a whole. */
  readonly nested?: MessageRules;
}

export interface MessageRules {
  readonly name: string;
  readonly fields: ReadonlyMap<number, FieldRule>;
}

type Taken = FieldRule['take'];

function one(name: string, coding: FieldCoding, take: Taken = 'decode'): FieldRule {
  return { name, coding, repeated: false, take };
}

function many(name: string, coding: FieldCoding, take: Taken = 'decode'): FieldRule {
  return { name, coding, repeated: true, take };
}

function nested(name: string, rules: () => MessageRules, repeated = false): FieldRule {
  return {
    name,
    coding: 'message',
    repeated,
    take: 'decode',
    // Late, since types nest in types.
    get nested() {
      return rules();
    },
  };
}

function message(name: string, fields: Readonly<Record<number, FieldRule>>): MessageRules {
  const entries = Object.entries(fields).map(([number, rule]) => [Number(number), rule] as const);
  return { name, fields: new Map(entries) };
}

const DOC = one('doc_string', 'bytes', 'skip');
const METADATA = many('metadata_props', 'message', 'skip');

export const MODEL = message('ModelProto', {
  1: one('ir_version', 'varint'),
  2: one('producer_name', 'string'),
  3: one('producer_version', 'string'),
  4: one('domain', 'bytes', 'skip'),
  5: one('model_version', 'varint', 'skip'),
  6: DOC,
  7: one('graph', 'message', 'cut'),
  8: many('opset_import', 'message', 'cut'),
  14: METADATA,
  20: many('training_info', 'message', 'skip'),
  25: many('functions', 'message', 'cut'),
  26: many('configuration', 'message', 'skip'),
});

export const OPERATOR_SET = message('OperatorSetIdProto', {
  1: one('domain', 'string'),
  2: one('version', 'varint'),
});

export const GRAPH = message('GraphProto', {
  1: many('node', 'message', 'cut'),
  2: one('name', 'string'),
  5: many('initializer', 'message', 'cut'),
  10: DOC,
  11: many('input', 'message', 'cut'),
  12: many('output', 'message', 'cut'),
  13: many('value_info', 'message', 'cut'),
  14: many('quantization_annotation', 'message', 'skip'),
  15: many('sparse_initializer', 'message', 'cut'),
  16: METADATA,
});

export const FUNCTION = message('FunctionProto', {
  1: one('name', 'string'),
  2: one('since_version', 'varint', 'skip'),
  3: one('status', 'varint', 'skip'),
  4: many('input', 'string'),
  5: many('output', 'string'),
  6: many('attribute', 'string'),
  7: many('node', 'message', 'cut'),
  8: DOC,
  9: many('opset_import', 'message', 'cut'),
  10: one('domain', 'string'),
  11: many('attribute_proto', 'message', 'cut'),
  12: many('value_info', 'message', 'skip'),
  13: one('overload', 'string', 'cut'),
  14: METADATA,
});

export const NODE = message('NodeProto', {
  1: many('input', 'string'),
  2: many('output', 'string'),
  3: one('name', 'string'),
  4: one('op_type', 'string'),
  5: many('attribute', 'message', 'cut'),
  6: DOC,
  7: one('domain', 'string'),
  8: one('overload', 'string', 'cut'),
  9: METADATA,
  10: many('device_configurations', 'message', 'skip'),
});

export const ATTRIBUTE = message('AttributeProto', {
  1: one('name', 'string'),
  2: one('f', 'fixed32'),
  3: one('i', 'varint'),
  4: one('s', 'bytes'),
  5: one('t', 'message', 'cut'),
  6: one('g', 'message', 'cut'),
  7: many('floats', 'fixed32', 'cut'),
  8: many('ints', 'varint', 'cut'),
  9: many('strings', 'bytes'),
  10: many('tensors', 'message', 'cut'),
  11: many('graphs', 'message', 'cut'),
  13: DOC,
  14: one('tp', 'message', 'cut'),
  15: many('type_protos', 'message', 'cut'),
  20: one('type', 'varint'),
  21: one('ref_attr_name', 'string'),
  22: one('sparse_tensor', 'message', 'cut'),
  23: many('sparse_tensors', 'message', 'cut'),
});

export const TENSOR = message('TensorProto', {
  1: many('dims', 'varint', 'cut'),
  2: one('data_type', 'varint'),
  3: one('segment', 'message', 'cut'),
  4: many('float_data', 'fixed32', 'cut'),
  5: many('int32_data', 'varint', 'cut'),
  6: many('string_data', 'bytes', 'skip'),
  7: many('int64_data', 'varint', 'cut'),
  8: one('name', 'string'),
  9: one('raw_data', 'bytes', 'cut'),
  10: many('double_data', 'fixed64', 'cut'),
  11: many('uint64_data', 'varint', 'cut'),
  12: DOC,
  13: many('external_data', 'message', 'cut'),
  14: one('data_location', 'varint'),
  16: METADATA,
});

export const SPARSE_TENSOR = message('SparseTensorProto', {
  1: one('values', 'message', 'cut'),
  2: one('indices', 'message', 'cut'),
  3: many('dims', 'varint', 'cut'),
});

export const STRING_ENTRY = message('StringStringEntryProto', {
  1: one('key', 'string'),
  2: one('value', 'string'),
});

const DIMENSION = message('TensorShapeProto.Dimension', {
  1: one('dim_value', 'varint'),
  2: one('dim_param', 'string'),
  3: one('denotation', 'bytes'),
});

const SHAPE = message('TensorShapeProto', { 1: nested('dim', () => DIMENSION, true) });

/** Tensor, SparseTensor: both hold an element type and a shape. */
function tensorType(name: string): MessageRules {
  return message(name, { 1: one('elem_type', 'varint'), 2: nested('shape', () => SHAPE) });
}

const TENSOR_TYPE = tensorType('TypeProto.Tensor');
const SPARSE_TENSOR_TYPE = tensorType('TypeProto.SparseTensor');
const SEQUENCE_TYPE = message('TypeProto.Sequence', { 1: nested('elem_type', () => TYPE) });
const OPTIONAL_TYPE = message('TypeProto.Optional', { 1: nested('elem_type', () => TYPE) });
const MAP_TYPE = message('TypeProto.Map', {
  1: one('key_type', 'varint'),
  2: nested('value_type', () => TYPE),
});

const TYPE: MessageRules = message('TypeProto', {
  1: nested('tensor_type', () => TENSOR_TYPE),
  4: nested('sequence_type', () => SEQUENCE_TYPE),
  5: nested('map_type', () => MAP_TYPE),
  6: one('denotation', 'bytes'),
  7: one('opaque_type', 'bytes'),
  8: nested('sparse_tensor_type', () => SPARSE_TENSOR_TYPE),
  9: nested('optional_type', () => OPTIONAL_TYPE),
});

export const VALUE_INFO = message('ValueInfoProto', {
  1: one('name', 'string'),
  2: nested('type', () => TYPE),
  3: DOC,
  4: METADATA,
});
