import { kernels } from './kernels.js';
import { unpackProgram } from './runtime/index.js';

/** Buffers, weights and dispatches in order; runtime/tables.d.ts says what each table means. */
export const program = unpackProgram({
model: "attention",
features: [],
limits: {maxBufferSize: 1536, maxComputeInvocationsPerWorkgroup: 64, maxComputeWorkgroupSizeX: 64, maxComputeWorkgroupSizeY: 8, maxComputeWorkgroupSizeZ: 1, maxComputeWorkgroupsPerDimension: 2, maxStorageBufferBindingSize: 1024, maxStorageBuffersPerShaderStage: 4, minStorageBufferOffsetAlignment: 256},
buffers: [1024,160,100,160],
shards: [{file: "weights-0.bin", bytes: 1536, sha256: "af19bdd38eec6afb8cb6a068ab391dd9bfe829248df41d6a62a11022fa5a28b7"}],
sliceBytes: 2097152,
inputs: [{name: "hidden", emitted: "hidden", dtype: "f32", shape: [1,5,8], stored: "f32", buffer: 1},{name: "mask", emitted: "mask", dtype: "bool", shape: [1,1,5,5], stored: "u32", buffer: 2}],
outputs: [{name: "last_hidden_state", emitted: "last_hidden_state", dtype: "f32", shape: [1,5,8], stored: "f32", buffer: 3}],
kernels,
launches: [
[0,1,1,1,0,160,160,32,32],
[1,1,1,1,0,160,1024,480],
[2,1,1,1,0,100,100],
[3,1,1,2,0,480,100,160],
[4,1,1,1,0,160,160,160],
],
places: [
[1,0],
[0,512],
[0,0],
[2,0],
[0,768],
[3,0],
],
steps: [
[0,1,2,0,0],
[1,2,0,3],
[2,4,2],
[3,3,2,5],
[4,5,1,6],
],
});
