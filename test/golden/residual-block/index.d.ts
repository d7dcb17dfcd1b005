import type { LoadOptions, Model as LoadedModel, TensorInfo } from './runtime/index.js';
export { SnapcError, WeightStore } from './runtime/index.js';
export type { Buffers, GpuRunOptions, LoadOptions, LoadProgress, Profile, ReloadOptions, RunOptions, SharedWeights, SnapcErrorCode, TensorInfo, TuneOptions, TunedKernels, WeightCache, WeightReader } from './runtime/index.js';
/** What the model takes. */
export interface Inputs {
    /** "sample": f32 of shape [1, 8, 6, 6], 288 elements. On the GPU 1152 bytes of f32. */
    readonly sample: Float32Array | GPUBuffer;
    /** "temb": f32 of shape [1, 16], 16 elements. On the GPU 64 bytes of f32. */
    readonly temb: Float32Array | GPUBuffer;
}
/** What the model gives. */
export interface Outputs {
    /** "out_sample": f32 of shape [1, 8, 6, 6], 288 elements. On the GPU 1152 bytes of f32. */
    readonly out_sample: Float32Array;
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
