/** The runtime that emitted modules link to. */

export { SnapcError } from './errors.ts';
export type { SnapcErrorCode } from './errors.ts';
export type { Elements, HalfFloats } from './elements.ts';
export { loadProgram } from './load.ts';
export type { LoadOptions, LoadProgress } from './load.ts';
export { infoOf } from './model.ts';
export type { Model, RunOptions, TensorInfo } from './model.ts';
export type { Program, ProgramShard, ProgramTensor, StoredType } from './program.ts';
export { unpackProgram } from './tables.ts';
export type { WeightReader, WeightSource } from './weights.ts';
