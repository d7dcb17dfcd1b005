/** Where a target of the user's writes: paths that lead out of its folder, and files left open, are its fault. */

import { DiagnosticError } from '../../ir/diagnostics.ts';
import { kindOf } from '../../ir/thrown.ts';
import type { OutputFile, OutputSink } from '../output.ts';

export class GuardedSink implements OutputSink {
  readonly progress: OutputSink['progress'];
  readonly #sink: OutputSink;
  readonly #fail: (reason: string) => never;
  readonly #open = new Set<string>();
  #ended = false;

  constructor(sink: OutputSink, fail: (reason: string) => never) {
    this.#sink = sink;
    this.#fail = fail;
    this.progress = (done, total) => {
      if (Number.isFinite(done) && Number.isFinite(total)) sink.progress(done, total);
    };
  }

  async file(path: string, sliceBytes?: number): Promise<OutputFile> {
    const given: unknown = path;
    if (typeof given !== 'string') this.#fail(`it opened ${kindOf(given)} as a file`);
    if (this.#ended) this.#fail(`it opened ${path} after it had ended`);
    const file = await this.#told(() => this.#sink.file(path, sliceBytes));
    this.#open.add(path);
    return {
      write: (chunk) => {
        const bytes: unknown = chunk;
        const fits = typeof bytes === 'string' || bytes instanceof Uint8Array;
        return fits ? file.write(chunk) : this.#fail(`it wrote ${kindOf(bytes)} into ${path}`);
      },
      close: () => {
        this.#open.delete(path);
        return file.close();
      },
    };
  }

  /** Nothing may be written afterwards. */
  end(): void {
    this.#ended = true;
    const [open] = this.#open;
    if (open !== undefined) this.#fail(`it did not close ${open}`);
  }

  async #told<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof DiagnosticError) this.#fail(error.message);
      throw error;
    }
  }
}
