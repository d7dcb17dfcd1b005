/** The package's entry point in Node: the browser's, and files. */

export * from './browser.ts';
export { openModelFile, outputFolderState, sha256, stageOutput } from '../host/node.ts';
export type { NodeModelSource } from '../host/node.ts';
