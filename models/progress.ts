/** Reports how far the reading of a model's files has come. */

import type { ModelFile } from './onnx/index.ts';

export interface Progress {
  readonly path: string;
  /** Bytes of all files handed out so far. */
  readonly doneBytes: number;
  readonly totalBytes: number;
}

export type OnProgress = (progress: Progress) => void;

export function withProgress(
  files: readonly ModelFile[],
  onProgress: OnProgress,
): readonly ModelFile[] {
  const totalBytes = files.reduce((sum, file) => sum + file.byteLength, 0);
  let doneBytes = 0;
  return files.map((file) => ({
    ...file,
    async *chunks() {
      for await (const chunk of file.chunks()) {
        yield chunk;
        doneBytes += chunk.byteLength;
        onProgress({ path: file.path, doneBytes, totalBytes });
      }
    },
  }));
}
