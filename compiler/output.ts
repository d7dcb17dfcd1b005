/** What emitters write to, and the interface of a model as the manifest states it. */

import type { StaticTensorType } from '../ir/types.ts';

/** A file being written; chunks are hashed and counted on the way. */
export interface OutputFile {
  readonly write: (chunk: Uint8Array | string) => Promise<void>;
  readonly close: () => Promise<WrittenFile>;
}

export interface FileEntry {
  /** Relative to the folder of the artifact, with forward slashes. */
  readonly path: string;
  readonly bytes: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
}

export interface WrittenFile extends FileEntry {
  /** SHA-256 of each run of bytes, where the file was opened with their number. */
  readonly slices?: readonly string[];
}

/** Where one target's files go: a folder that appears as a whole or not at all. */
export interface OutputSink {
  readonly file: (path: string, sliceBytes?: number) => Promise<OutputFile>;
  /** Bytes of weights done and in all, for progress. */
  readonly progress: (done: number, total: number) => void;
}

/** An input or output under the name that the model gives it. */
export interface InterfaceEntry {
  readonly name: string;
  readonly type: StaticTensorType;
}

export interface ModelInterface {
  readonly inputs: readonly InterfaceEntry[];
  readonly outputs: readonly InterfaceEntry[];
}

/** Writes a whole file at once. */
export async function writeWhole(
  sink: OutputSink,
  path: string,
  content: Uint8Array | string,
): Promise<FileEntry> {
  const file = await sink.file(path);
  await file.write(content);
  return await file.close();
}

/** A folder of the sink as a sink of its own. */
export function within(sink: OutputSink, folder: string): OutputSink {
  return {
    file: (path, sliceBytes) => sink.file(`${folder}/${path}`, sliceBytes),
    progress: (done, total) => sink.progress(done, total),
  };
}
