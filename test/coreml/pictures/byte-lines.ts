/** Lines and runs of bytes from one stream. */

import type { Readable } from 'node:stream';

const LINE_END = 10;

export class ByteLines {
  readonly #chunks: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(stream: Readable) {
    this.#chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  }

  /** Without its end. */
  async line(): Promise<string> {
    let end = this.#rest.indexOf(LINE_END);
    while (end < 0) {
      await this.#more();
      end = this.#rest.indexOf(LINE_END);
    }
    const line = this.#rest.toString('utf8', 0, end);
    this.#rest = this.#rest.subarray(end + 1);
    return line;
  }

  /** In a buffer of their own. */
  async bytes(count: number): Promise<Uint8Array<ArrayBuffer>> {
    while (this.#rest.length < count) await this.#more();
    const bytes = Uint8Array.from(this.#rest.subarray(0, count));
    this.#rest = this.#rest.subarray(count);
    return bytes;
  }

  async #more(): Promise<void> {
    const next = await this.#chunks.next();
    if (next.done === true) throw new Error('the stream ended');
    this.#rest = Buffer.concat([this.#rest, next.value]);
  }
}
