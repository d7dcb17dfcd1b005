/** One target's part of the output: its files lie under the target's name and are listed for the manifest. */

import type { OutputStage } from './host/output.ts';
import type { FileEntry, OutputFile, OutputSink } from './output.ts';

export class TargetSink implements OutputSink {
  readonly progress: (done: number, total: number) => void;
  readonly #stage: OutputStage;
  readonly #folder: string;
  readonly #files: FileEntry[] = [];

  constructor(stage: OutputStage, folder: string, progress: (done: number, total: number) => void) {
    this.#stage = stage;
    this.#folder = folder;
    this.progress = progress;
  }

  /** What was closed so far, with paths from the output folder, sorted: emitters may write in any order. */
  get files(): readonly FileEntry[] {
    return this.#files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  }

  async file(path: string, sliceBytes?: number): Promise<OutputFile> {
    const whole = `${this.#folder}/${path}`;
    const file = this.#stage.file(whole, sliceBytes);
    const encoder = new TextEncoder();
    return {
      write: (chunk) => file.write(typeof chunk === 'string' ? encoder.encode(chunk) : chunk),
      close: async () => {
        const digest = await file.close();
        const { bytes, sha256 } = digest;
        this.#files.push({ path: whole, bytes, sha256 });
        return { path, ...digest };
      },
    };
  }
}
