/** The NDK's numbers for types of operands and for operations. */

import type { Encoding } from '../../ir/encode-constant.ts';
import type { OperandCode } from './syntax.ts';

interface OperandFacts {
  readonly number: number;
  /** How elements are stored, little-endian. */
  readonly encoding: Encoding;
  readonly bytes: number;
}

export const OPERANDS: Readonly<Record<OperandCode, OperandFacts>> = {
  FLOAT32: { number: 0, encoding: 'f32', bytes: 4 },
  INT32: { number: 1, encoding: 'i32', bytes: 4 },
  TENSOR_FLOAT32: { number: 3, encoding: 'f32', bytes: 4 },
  TENSOR_INT32: { number: 4, encoding: 'i32', bytes: 4 },
  TENSOR_QUANT8_ASYMM: { number: 5, encoding: 'u8', bytes: 1 },
  BOOL: { number: 6, encoding: 'u8', bytes: 1 },
  TENSOR_FLOAT16: { number: 8, encoding: 'f16', bytes: 2 },
  TENSOR_BOOL8: { number: 9, encoding: 'u8', bytes: 1 },
  FLOAT16: { number: 10, encoding: 'f16', bytes: 2 },
  TENSOR_QUANT8_SYMM_PER_CHANNEL: { number: 11, encoding: 'i8', bytes: 1 },
  TENSOR_QUANT8_SYMM: { number: 13, encoding: 'i8', bytes: 1 },
  TENSOR_QUANT8_ASYMM_SIGNED: { number: 14, encoding: 'i8', bytes: 1 },
};

/** In the order of their numbers, from 0 on. */
const OPERATIONS = (
  'ADD AVERAGE_POOL_2D CONCATENATION CONV_2D DEPTHWISE_CONV_2D DEPTH_TO_SPACE DEQUANTIZE EMBEDDING_LOOKUP FLOOR ' +
  'FULLY_CONNECTED HASHTABLE_LOOKUP L2_NORMALIZATION L2_POOL_2D LOCAL_RESPONSE_NORMALIZATION LOGISTIC ' +
  'LSH_PROJECTION LSTM MAX_POOL_2D MUL RELU RELU1 RELU6 RESHAPE RESIZE_BILINEAR RNN SOFTMAX SPACE_TO_DEPTH SVDF ' +
  'TANH BATCH_TO_SPACE_ND DIV MEAN PAD SPACE_TO_BATCH_ND SQUEEZE STRIDED_SLICE SUB TRANSPOSE ABS ARGMAX ARGMIN ' +
  'AXIS_ALIGNED_BBOX_TRANSFORM BIDIRECTIONAL_SEQUENCE_LSTM BIDIRECTIONAL_SEQUENCE_RNN BOX_WITH_NMS_LIMIT CAST ' +
  'CHANNEL_SHUFFLE DETECTION_POSTPROCESSING EQUAL EXP EXPAND_DIMS GATHER GENERATE_PROPOSALS GREATER GREATER_EQUAL ' +
  'GROUPED_CONV_2D HEATMAP_MAX_KEYPOINT INSTANCE_NORMALIZATION LESS LESS_EQUAL LOG LOGICAL_AND LOGICAL_NOT ' +
  'LOGICAL_OR LOG_SOFTMAX MAXIMUM MINIMUM NEG NOT_EQUAL PAD_V2 POW PRELU QUANTIZE QUANTIZED_16BIT_LSTM ' +
  'RANDOM_MULTINOMIAL REDUCE_ALL REDUCE_ANY REDUCE_MAX REDUCE_MIN REDUCE_PROD REDUCE_SUM ROI_ALIGN ROI_POOLING ' +
  'RSQRT SELECT SIN SLICE SPLIT SQRT TILE TOPK_V2 TRANSPOSE_CONV_2D UNIDIRECTIONAL_SEQUENCE_LSTM ' +
  'UNIDIRECTIONAL_SEQUENCE_RNN RESIZE_NEAREST_NEIGHBOR QUANTIZED_LSTM IF WHILE ELU HARD_SWISH FILL RANK ' +
  'BATCH_MATMUL PACK MIRROR_PAD REVERSE'
).split(' ');

export function operationNumber(code: string): number {
  const number = OPERATIONS.indexOf(code);
  if (number < 0) throw new Error(`NNAPI has no operation ${code}`);
  return number;
}
