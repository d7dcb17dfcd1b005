import { kernels } from './kernels.js';
import { unpackProgram } from './runtime/index.js';

/** Buffers, weights and dispatches in order; runtime/tables.d.ts says what each table means. */
export const program = unpackProgram({
model: "residual_block",
features: [],
limits: {maxBufferSize: 3616, maxComputeInvocationsPerWorkgroup: 64, maxComputeWorkgroupSizeX: 64, maxComputeWorkgroupSizeY: 2, maxComputeWorkgroupSizeZ: 1, maxComputeWorkgroupsPerDimension: 5, maxStorageBufferBindingSize: 2304, maxStorageBuffersPerShaderStage: 5, minStorageBufferOffsetAlignment: 256},
buffers: [2816,1152,64,1152],
shards: [{file: "weights-0.bin", bytes: 3616, sha256: "16c7237d8e7beff701123b5c535e1d4afa12776d72d15d732935473f4eeaa395"}],
sliceBytes: 2097152,
inputs: [{name: "sample", emitted: "sample", dtype: "f32", shape: [1,8,6,6], stored: "f32", buffer: 1},{name: "temb", emitted: "temb", dtype: "f32", shape: [1,16], stored: "f32", buffer: 2}],
outputs: [{name: "out_sample", emitted: "out_sample", dtype: "f32", shape: [1,8,6,6], stored: "f32", buffer: 3}],
kernels,
parameters: [
[8,36],
[36,8],
],
launches: [
[0,5,1,1,1,1152,1152],
[1,1,1,1,0,1152,128],
[2,1,1,1,0,128,64,32],
[3,1,1,1,0,1152,64,1152,32],
[4,1,1,1,0,64,512,32,32],
[5,5,1,1,0,1152,2304,1152,32,32],
[0,5,1,1,2,1152,1152],
],
places: [
[0,0],
[1,0],
[0,1280],
[0,2560],
[2,0],
[3,0],
],
steps: [
[0,1,2],
[1,1,3],
[2,3,4,0],
[3,1,4,3,0],
[4,5,0,4,0],
[5,3,0,1,0,4],
[6,6,1],
],
});
