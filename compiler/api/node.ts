/** The package's entry point in Node: the browser's, and files. */

export * from './browser.ts';
export {
  openEncoders,
  openModelFile,
  outputFolderState,
  sha256,
  stageOutput,
} from '../host/node.ts';
export type { EncoderOptions, Encoders, NodeModelSource } from '../host/node.ts';
export { calibrationFromFiles } from '../host/node-calibration.ts';
export type { ArchiveFile } from '../host/node-calibration.ts';
export { openDevice } from '../../targets/webgpu/host/adapter.ts';
export type {
  AdapterChoice,
  DeviceOptions,
  NoDevice,
  OpenedDevice,
} from '../../targets/webgpu/host/adapter.ts';
export { openArtifact, runArtifact } from '../../targets/webgpu/host/run.ts';
export type { OpenArtifact, RunArtifactOptions } from '../../targets/webgpu/host/run.ts';
