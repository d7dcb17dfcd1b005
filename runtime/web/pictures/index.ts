/** The runtime that emitted pipelines link to. */

export type { PipelineDescription } from './description.ts';
export { SnapcError } from '../errors.ts';
export type { SnapcErrorCode } from '../errors.ts';
export { loadPipeline, mergedRequirements } from './load.ts';
export type { PartModule, PartProgress, Pipeline, PipelineOptions, Requirements } from './load.ts';
export type { Generated, PartModel, PartName } from './pipeline.ts';
export type { Picture } from './picture.ts';
export type { RandomNumbers } from './noise.ts';
export type { GenerateOptions, StepReport } from './request.ts';
