import { kernels } from './kernels.js';

/** Buffers, weights and dispatches in order; runtime/program.d.ts says what each table means. */
export const program = {
  model: "residual_block",
  features: [],
  limits: { maxBufferSize: 3616, maxComputeInvocationsPerWorkgroup: 64, maxComputeWorkgroupSizeX: 64, maxComputeWorkgroupSizeY: 8, maxComputeWorkgroupSizeZ: 1, maxComputeWorkgroupsPerDimension: 2, maxStorageBufferBindingSize: 2304, maxStorageBuffersPerShaderStage: 6, minStorageBufferOffsetAlignment: 256 },
  inputs: [
    { name: "sample", emitted: "sample", dtype: "f32", shape: [1, 8, 6, 6], stored: "f32", buffer: 1 },
    { name: "temb", emitted: "temb", dtype: "f32", shape: [1, 16], stored: "f32", buffer: 2 },
  ],
  outputs: [
    { name: "out_sample", emitted: "out_sample", dtype: "f32", shape: [1, 8, 6, 6], stored: "f32", buffer: 3 },
  ],
  buffers: [1536, 1152, 64, 1152],
  shards: [
    { file: "weights-0.bin", bytes: 3616, sha256: "36f5218ae60f3aafba8c6b558baf4fb0f0b7cee2a80accd6afd70f3d576faa16", slices: ["36f5218ae60f3aafba8c6b558baf4fb0f0b7cee2a80accd6afd70f3d576faa16"] },
  ],
  sliceBytes: 8388608,
  kernels,
  bindings: [
    [1, 0, 1152],
    [0, 1280, 32],
    [4, 0, 32],
    [4, 256, 32],
    [0, 0, 1152],
    [2, 0, 64],
    [4, 512, 512],
    [4, 1024, 32],
    [4, 1280, 2304],
    [3, 0, 1152],
    [4, 3584, 32],
  ],
  dispatches: [
    [0, 1, 1, 1, 0, 1], // 0: "group_norm + silu (moments)" "/norm/InstanceNormalization"
    [1, 2, 1, 1, 0, 1, 2, 3, 4], // 1: "group_norm + silu" "/norm/InstanceNormalization"
    [2, 1, 1, 1, 5, 6, 1, 7], // 2: "matmul + add" "/time/Gemm"
    [3, 1, 2, 1, 4, 8, 9, 10, 1, 0], // 3: "conv + add + add" "/conv/Conv"
  ],
};
