import type { LoadOptions, Model as LoadedModel, TensorInfo } from './runtime/index.js';
export { SnapcError, WeightStore } from './runtime/index.js';
export type { Buffers, GpuRunOptions, LoadOptions, LoadProgress, Profile, ReloadOptions, RunOptions, SharedWeights, SnapcErrorCode, TensorInfo, TuneOptions, TunedKernels, WeightCache, WeightReader } from './runtime/index.js';
/** What the model takes. */
export interface Inputs {
    /** "hidden": f32 of shape [1, 5, 8], 40 elements. On the GPU 160 bytes of f32. */
    readonly hidden: Float32Array | GPUBuffer;
    /** "mask": bool of shape [1, 1, 5, 5], 25 elements. 0 or 1. On the GPU 100 bytes of u32. */
    readonly mask: Uint8Array | GPUBuffer;
}
/** What the model gives. */
export interface Outputs {
    /** "last_hidden_state": f32 of shape [1, 5, 8], 40 elements. On the GPU 160 bytes of f32. */
    readonly last_hidden_state: Float32Array;
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
