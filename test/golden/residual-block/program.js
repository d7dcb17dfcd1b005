import { kernels } from './kernels.js';

/** Buffers, weights and dispatches in order; runtime/program.d.ts says what each table means. */
export const program = {
  model: "residual_block",
  features: [],
  limits: { maxBufferSize: 3616, maxComputeInvocationsPerWorkgroup: 64, maxComputeWorkgroupSizeX: 64, maxComputeWorkgroupSizeY: 8, maxComputeWorkgroupSizeZ: 1, maxComputeWorkgroupsPerDimension: 2, maxStorageBufferBindingSize: 2304, maxStorageBuffersPerShaderStage: 5, minStorageBufferOffsetAlignment: 256 },
  inputs: [
    { name: "sample", emitted: "sample", dtype: "f32", shape: [1, 8, 6, 6], stored: "f32", buffer: 1 },
    { name: "temb", emitted: "temb", dtype: "f32", shape: [1, 16], stored: "f32", buffer: 2 },
  ],
  outputs: [
    { name: "out_sample", emitted: "out_sample", dtype: "f32", shape: [1, 8, 6, 6], stored: "f32", buffer: 3 },
  ],
  buffers: [2816, 1152, 64, 1152],
  shards: [
    { file: "weights-0.bin", bytes: 3616, sha256: "df9f876785d8857b93f1d2006e8c9864770f888253c2e36fce3988a395d9e5a1", slices: ["df9f876785d8857b93f1d2006e8c9864770f888253c2e36fce3988a395d9e5a1"] },
  ],
  sliceBytes: 8388608,
  kernels,
  bindings: [
    [1, 0, 1152],
    [0, 1280, 32],
    [4, 0, 32],
    [4, 256, 32],
    [0, 0, 1152],
    [0, 1280, 1152],
    [4, 512, 2304],
    [4, 2816, 32],
    [2, 0, 64],
    [4, 3072, 512],
    [4, 3584, 32],
    [0, 2560, 32],
    [3, 0, 1152],
  ],
  dispatches: [
    [0, 1, 1, 1, 0, 1], // 0: "group_norm (moments)" "/norm/InstanceNormalization"
    [1, 2, 1, 1, 0, 1, 2, 3, 4], // 1: "group_norm" "/norm/InstanceNormalization"
    [2, 2, 1, 1, 4, 5], // 2: "silu" "/act/Sigmoid"
    [3, 1, 2, 1, 5, 6, 4, 7], // 3: "conv" "/conv/Conv"
    [4, 1, 1, 1, 8, 9, 1], // 4: "matmul" "/time/Gemm"
    [5, 1, 1, 1, 1, 10, 11], // 5: "add" "/time/Gemm"
    [6, 2, 1, 1, 4, 11, 5], // 6: "add" "/Add"
    [7, 2, 1, 1, 5, 0, 12], // 7: "add" "/Add_1"
  ],
};
