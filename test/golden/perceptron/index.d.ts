import type { LoadOptions, Model as LoadedModel, TensorInfo } from './runtime/index.js';
export { SnapcError, WeightStore } from './runtime/index.js';
export type { Buffers, GpuRunOptions, LoadOptions, LoadProgress, Profile, ReloadOptions, RunOptions, SharedWeights, SnapcErrorCode, TensorInfo, TuneOptions, TunedKernels, WeightCache, WeightReader } from './runtime/index.js';
/** What the model takes. */
export interface Inputs {
    /** "input.1": f32 of shape [2, 8], 16 elements. On the GPU 64 bytes of f32. */
    readonly input0: Float32Array | GPUBuffer;
    /** "position": i64 of shape [2], 2 elements. On the GPU 8 bytes of i32. */
    readonly position: BigInt64Array | Int32Array | GPUBuffer;
}
/** What the model gives. */
export interface Outputs {
    /** "output.1": f32 of shape [2, 4], 8 elements. On the GPU 32 bytes of f32. */
    readonly output0: Float32Array;
    /** "version": i32 of shape [1], 1 element. On the GPU 4 bytes of i32. */
    readonly version: Int32Array;
}
/** A loaded model: `run` it as often as you like, `dispose` of it at the end. */
export type Model = LoadedModel<Inputs, Outputs>;
/** What the device must have: `adapter.requestDevice(requirements)`. */
export declare const requirements: {
    readonly requiredFeatures: GPUFeatureName[];
    readonly requiredLimits: Record<string, number>;
};
/** The inputs as the model names them. */
export declare const inputs: readonly TensorInfo[];
/** The outputs as the model names them. */
export declare const outputs: readonly TensorInfo[];
/** Reads the weights and compiles the shaders. Rejects with a SnapcError that says what is missing. */
export declare function load(device: GPUDevice, options?: LoadOptions): Promise<Model>;
