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
  buffers: [1024, 160, 100, 160],
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
    [0, 512, 160],
    [4, 768, 256],
    [0, 768, 160],
    [4, 1024, 256],
    [0, 0, 200],
    [0, 512, 200],
    [2, 0, 100],
    [3, 0, 160],
  ],
  dispatches: [
    [0, 1, 1, 1, 0, 1], // 0: "layer_norm (moments)"
    [1, 1, 1, 1, 0, 1, 2, 3, 4], // 1: "layer_norm"
    [2, 1, 1, 1, 4, 5, 6], // 2: "matmul"
    [3, 1, 1, 1, 7, 6], // 3: "transpose"
    [2, 1, 1, 1, 4, 8, 6], // 4: "matmul"
    [3, 1, 1, 1, 9, 6], // 5: "transpose"
    [2, 1, 1, 1, 4, 10, 6], // 6: "matmul"
    [3, 1, 1, 1, 4, 6], // 7: "transpose"
    [4, 1, 1, 2, 7, 9, 11], // 8: "matmul" "/attn/MatMul"
    [5, 1, 1, 1, 11, 12], // 9: "mul" "/attn/Mul"
    [6, 1, 1, 1, 13, 12, 11], // 10: "where" "/attn/Where"
    [7, 1, 1, 1, 11, 12], // 11: "softmax" "/attn/Softmax"
    [8, 1, 1, 2, 12, 4, 6], // 12: "matmul" "/attn/MatMul_1"
    [9, 1, 1, 1, 4, 6], // 13: "transpose"
    [10, 1, 1, 1, 4, 0, 14], // 14: "add"
  ],
};
