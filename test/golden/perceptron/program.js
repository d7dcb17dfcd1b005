import { kernels } from './kernels.js';
import { unpackProgram } from './runtime/index.js';

/** Buffers, weights and dispatches in order; runtime/tables.d.ts says what each table means. */
export const program = unpackProgram({
model: "perceptron",
features: [],
limits: {maxBufferSize: 1296, maxComputeInvocationsPerWorkgroup: 64, maxComputeWorkgroupSizeX: 64, maxComputeWorkgroupSizeY: 2, maxComputeWorkgroupSizeZ: 1, maxComputeWorkgroupsPerDimension: 1, maxStorageBufferBindingSize: 512, maxStorageBuffersPerShaderStage: 4, minStorageBufferOffsetAlignment: 256},
buffers: [512,64,16,32,16],
shards: [{file: "weights-0.bin", bytes: 1296, sha256: "87a6ca472d2836c0ecbfaf1fc73aaeb7498585ee0bc546e1acfeb6536c59b45b"}],
sliceBytes: 2097152,
inputs: [{name: "input.1", emitted: "input0", dtype: "f32", shape: [2,8], stored: "f32", buffer: 1},{name: "position", emitted: "position", dtype: "i64", shape: [2], stored: "i32", buffer: 2}],
outputs: [{name: "output.1", emitted: "output0", dtype: "f32", shape: [2,4], stored: "f32", buffer: 3},{name: "version", emitted: "version", dtype: "i32", shape: [1], stored: "i32", buffer: 4}],
kernels,
launches: [
[0,1,1,1,0,64,512,128,64],
[1,1,1,1,0,32,16,160],
[2,1,1,1,0,128,256,32,32],
[3,1,1,1,0,16,16],
],
places: [
[1,0],
[0,0],
[0,256],
[2,0],
[3,0],
[4,0],
],
steps: [
[0,1,0,2,0],
[1,3,4,0],
[2,2,0,5,3],
[3,6,0],
],
});
