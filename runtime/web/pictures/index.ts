/** The runtime that emitted pipelines link to. */

export type { PictureSize, PipelineDescription } from './description.ts';
export { SnapcError } from '../errors.ts';
export type { SnapcErrorCode } from '../errors.ts';
export { loadPipeline } from './load.ts';
export type { PartModule, PartProgress, Pipeline, PipelineOptions, SizedModules } from './load.ts';
export { mergedRequirements } from './requirements.ts';
export type { Requirements } from './requirements.ts';
export type { PartModel, PartName } from './parts.ts';
export type { Generated } from './pipeline.ts';
export type { Picture } from './picture.ts';
export type { RandomNumbers } from './noise.ts';
export type { GenerateOptions, StepReport } from './request.ts';
