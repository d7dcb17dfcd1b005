import { kernels } from './kernels.js';

/** Buffers, weights and dispatches in order; runtime/program.d.ts says what each table means. */
export const program = {
  model: "perceptron",
  features: [],
  limits: { maxBufferSize: 1184, maxComputeInvocationsPerWorkgroup: 64, maxComputeWorkgroupSizeX: 64, maxComputeWorkgroupSizeY: 8, maxComputeWorkgroupSizeZ: 1, maxComputeWorkgroupsPerDimension: 1, maxStorageBufferBindingSize: 512, maxStorageBuffersPerShaderStage: 3, minStorageBufferOffsetAlignment: 256 },
  inputs: [
    { name: "input.1", emitted: "input0", dtype: "f32", shape: [2, 8], stored: "f32", buffer: 1 },
    { name: "position", emitted: "position", dtype: "i64", shape: [2], stored: "i32", buffer: 2 },
  ],
  outputs: [
    { name: "output.1", emitted: "output0", dtype: "f32", shape: [2, 4], stored: "f32", buffer: 3 },
    { name: "version", emitted: "version", dtype: "i32", shape: [1], stored: "i32", buffer: 4 },
  ],
  buffers: [512, 64, 16, 32, 16],
  shards: [
    { file: "weights-0.bin", bytes: 1184, sha256: "bce8ca68a86379b071ec1aa2a65f06382f91d8f6fde159303a3ba98b90c42119", slices: ["bce8ca68a86379b071ec1aa2a65f06382f91d8f6fde159303a3ba98b90c42119"] },
  ],
  sliceBytes: 8388608,
  kernels,
  bindings: [
    [1, 0, 64],
    [5, 0, 512],
    [0, 0, 128],
    [5, 512, 64],
    [0, 256, 128],
    [5, 768, 256],
    [0, 256, 32],
    [0, 0, 32],
    [2, 0, 16],
    [5, 1024, 160],
    [3, 0, 32],
    [4, 0, 16],
  ],
  dispatches: [
    [0, 1, 1, 1, 0, 1, 2], // 0: "matmul" "/fc1/MatMul"
    [1, 1, 1, 1, 2, 3, 4], // 1: "add" "/fc1/Add"
    [2, 1, 1, 1, 4, 2], // 2: "silu" "/act/Mul"
    [3, 1, 1, 1, 2, 5, 6], // 3: "matmul" "/fc2/MatMul"
    [4, 1, 1, 1, 7, 8, 9], // 4: "gather" "/position/Gather"
    [5, 1, 1, 1, 6, 7, 10], // 5: "add" "/Add"
    [6, 1, 1, 1, 11], // 6: "copy"
  ],
};
