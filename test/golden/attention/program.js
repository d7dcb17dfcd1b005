import { kernels } from './kernels.js';

/** Buffers, weights and dispatches in order; runtime/program.d.ts says what each table means. */
export const program = {
  model: "attention",
  features: [],
  limits: { maxBufferSize: 1280, maxComputeInvocationsPerWorkgroup: 64, maxComputeWorkgroupSizeX: 64, maxComputeWorkgroupSizeY: 8, maxComputeWorkgroupSizeZ: 1, maxComputeWorkgroupsPerDimension: 2, maxStorageBufferBindingSize: 256, maxStorageBuffersPerShaderStage: 5, minStorageBufferOffsetAlignment: 256 },
  inputs: [
    { name: "hidden", emitted: "hidden", dtype: "f32", shape: [1, 5, 8], stored: "f32", buffer: 1 },
    { name: "mask", emitted: "mask", dtype: "bool", shape: [1, 1, 5, 5], stored: "u32", buffer: 2 },
  ],
  outputs: [
    { name: "last_hidden_state", emitted: "last_hidden_state", dtype: "f32", shape: [1, 5, 8], stored: "f32", buffer: 3 },
  ],
  buffers: [1280, 160, 100, 160],
  shards: [
    { file: "weights-0.bin", bytes: 1280, sha256: "35dbce44ae8720e4bc948b31067a8288b7e6489e66190ed8c95625767fec824e", slices: ["35dbce44ae8720e4bc948b31067a8288b7e6489e66190ed8c95625767fec824e"] },
  ],
  sliceBytes: 8388608,
  kernels,
  bindings: [
    [1, 0, 160],
    [0, 0, 40],
    [4, 0, 32],
    [4, 256, 32],
    [0, 256, 160],
    [4, 512, 256],
    [0, 0, 160],
    [4, 768, 256],
    [0, 512, 160],
    [0, 768, 160],
    [4, 1024, 256],
    [2, 0, 100],
    [0, 512, 100],
    [0, 1024, 160],
    [0, 1024, 200],
    [0, 0, 200],
    [0, 512, 40],
    [0, 768, 40],
    [0, 512, 200],
    [3, 0, 160],
  ],
  dispatches: [
    [0, 1, 1, 1, 0, 1], // 0: "layer_norm (moments)"
    [1, 1, 1, 1, 0, 1, 2, 3, 4], // 1: "layer_norm"
    [2, 1, 1, 1, 4, 5, 6], // 2: "matmul"
    [2, 1, 1, 1, 4, 7, 8], // 3: "matmul"
    [3, 1, 1, 1, 9, 8], // 4: "transpose"
    [2, 1, 1, 1, 4, 10, 8], // 5: "matmul"
    [3, 1, 1, 1, 4, 8], // 6: "transpose"
    [4, 1, 1, 1, 11, 12], // 7: "where" "/attn/MatMul"
    [5, 1, 1, 1, 6, 13], // 8: "mul" "/attn/MatMul"
    [3, 1, 1, 1, 6, 13], // 9: "transpose" "/attn/MatMul"
    [6, 1, 1, 2, 6, 9, 14], // 10: "matmul" "/attn/MatMul"
    [7, 1, 1, 1, 14, 12, 15], // 11: "add" "/attn/MatMul"
    [8, 1, 1, 1, 15, 16], // 12: "reduce_max" "/attn/MatMul"
    [9, 1, 1, 1, 16, 17], // 13: "max" "/attn/MatMul"
    [10, 1, 1, 1, 15, 17, 18], // 14: "sub" "/attn/MatMul"
    [11, 1, 1, 1, 18, 15], // 15: "exp" "/attn/MatMul"
    [12, 1, 1, 1, 15, 16], // 16: "reduce_sum" "/attn/MatMul"
    [13, 1, 1, 1, 16, 17], // 17: "max" "/attn/MatMul"
    [14, 1, 1, 1, 15, 17, 18], // 18: "div" "/attn/MatMul"
    [15, 1, 1, 2, 18, 4, 6], // 19: "matmul" "/attn/MatMul"
    [16, 1, 1, 1, 4, 6], // 20: "transpose"
    [17, 1, 1, 1, 4, 0, 19], // 21: "add"
  ],
};
