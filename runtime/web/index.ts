/** The runtime that emitted modules link to. */

export type { GpuRunOptions, Model, Profile, RunOptions } from './api.ts';
export { SnapcError } from './errors.ts';
export type { SnapcErrorCode } from './errors.ts';
export type { Elements, HalfFloats } from './elements.ts';
export { infoOf } from './interface.ts';
export type { Buffers, TensorInfo } from './interface.ts';
export { loadProgram } from './load.ts';
export type { LoadOptions } from './load.ts';
export type { WeightSource } from './open.ts';
export type { LoadProgress, ReloadOptions } from './parts.ts';
export type { Program, ProgramShard, ProgramTensor, StoredType } from './program.ts';
export type { WeightReader } from './reader.ts';
export { WeightStore } from './store.ts';
export type { HeldShard, SharedWeights } from './store.ts';
export type { TunedKernels } from './choices.ts';
export type { TuneOptions } from './tuning.ts';
export { unpackProgram } from './tables.ts';
export type { WeightCache } from './weights.ts';
