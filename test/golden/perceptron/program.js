import { kernels } from './kernels.js';

/** Buffers, weights and dispatches in order; runtime/program.d.ts says what each table means. */
export const program = {
  model: "perceptron",
  features: [],
  limits: { maxBufferSize: 1280, maxComputeInvocationsPerWorkgroup: 64, maxComputeWorkgroupSizeX: 64, maxComputeWorkgroupSizeY: 8, maxComputeWorkgroupSizeZ: 1, maxComputeWorkgroupsPerDimension: 1, maxStorageBufferBindingSize: 512, maxStorageBuffersPerShaderStage: 4, minStorageBufferOffsetAlignment: 256 },
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
    { file: "weights-0.bin", bytes: 1280, sha256: "adfac1ecf5ca19f683ad70a681b112b82a061bec1f005eb9df7e5cd4ed1bcc99", slices: ["adfac1ecf5ca19f683ad70a681b112b82a061bec1f005eb9df7e5cd4ed1bcc99"] },
  ],
  sliceBytes: 8388608,
  kernels,
  bindings: [
    [1, 0, 64],
    [5, 0, 512],
    [0, 0, 128],
    [5, 512, 64],
    [0, 256, 32],
    [2, 0, 16],
    [5, 768, 160],
    [5, 1024, 256],
    [3, 0, 32],
    [4, 0, 16],
  ],
  dispatches: [
    [0, 1, 1, 1, 0, 1, 2, 3], // 0: "matmul + add + silu" "/fc1/MatMul"
    [1, 1, 1, 1, 4, 5, 6], // 1: "gather" "/position/Gather"
    [2, 1, 1, 1, 2, 7, 8, 4], // 2: "matmul + add" "/fc2/MatMul"
    [3, 1, 1, 1, 9], // 3: "copy"
  ],
};
