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
    { file: "weights-0.bin", bytes: 1280, sha256: "7f82b1cfa12fc9c55c7931cf7bb9a9b0e405a40446033f5d20aca1b4b637a8a5", slices: ["7f82b1cfa12fc9c55c7931cf7bb9a9b0e405a40446033f5d20aca1b4b637a8a5"] },
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
    [0, 512, 160],
    [4, 768, 256],
    [0, 768, 160],
    [2, 0, 100],
    [0, 0, 100],
    [4, 1024, 256],
    [0, 1024, 160],
    [0, 1024, 200],
    [0, 256, 200],
    [0, 512, 200],
    [3, 0, 160],
  ],
  dispatches: [
    [0, 1, 1, 1, 0, 1], // 0: "layer_norm (moments)"
    [1, 1, 1, 1, 0, 1, 2, 3, 4], // 1: "layer_norm"
    [2, 1, 1, 1, 4, 5, 6], // 2: "matmul"
    [3, 1, 1, 1, 7, 6], // 3: "transpose"
    [2, 1, 1, 1, 4, 8, 6], // 4: "matmul"
    [3, 1, 1, 1, 9, 6], // 5: "transpose"
    [4, 1, 1, 1, 10, 11], // 6: "where" "/attn/MatMul"
    [5, 1, 1, 1, 4, 12, 13], // 7: "matmul + mul" "/attn/MatMul"
    [3, 1, 1, 1, 4, 13], // 8: "transpose" "/attn/MatMul"
    [6, 1, 1, 2, 4, 7, 14, 11], // 9: "matmul + add" "/attn/MatMul"
    [7, 1, 1, 1, 14, 1], // 10: "reduce_max + max" "/attn/MatMul"
    [8, 1, 1, 1, 14, 1, 15], // 11: "sub + exp" "/attn/MatMul"
    [9, 1, 1, 1, 15, 1], // 12: "reduce_sum + max" "/attn/MatMul"
    [10, 1, 1, 1, 15, 1, 16], // 13: "div" "/attn/MatMul"
    [11, 1, 1, 2, 16, 9, 6], // 14: "matmul" "/attn/MatMul"
    [12, 1, 1, 1, 4, 6], // 15: "transpose"
    [13, 1, 1, 1, 4, 0, 17], // 16: "add"
  ],
};
