/** SHA-256 of a file that is written in chunks: of all of it and, where asked, of each run of so many bytes. */

/** A hash under way; `Sha256` is one, and a host may have a faster one. */
export interface RunningHash {
  readonly update: (chunk: Uint8Array) => unknown;
  /** Ends it. */
  readonly hex: () => string;
}

export interface OutputDigest {
  readonly bytes: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
  /** Of each run of `sliceBytes`, the last of which may be shorter. */
  readonly slices?: readonly string[];
}

export class FileDigests {
  readonly #start: () => RunningHash;
  readonly #sliceBytes: number | undefined;
  readonly #slices: string[] = [];
  readonly #whole: RunningHash;
  #slice: RunningHash | undefined;
  #bytes = 0;

  constructor(start: () => RunningHash, sliceBytes?: number) {
    this.#start = start;
    this.#sliceBytes = sliceBytes;
    this.#whole = start();
  }

  get bytes(): number {
    return this.#bytes;
  }

  update(chunk: Uint8Array): void {
    this.#whole.update(chunk);
    if (this.#sliceBytes !== undefined) this.#updateSlices(chunk, this.#sliceBytes);
    this.#bytes += chunk.length;
  }

  end(): OutputDigest {
    const digest = { bytes: this.#bytes, sha256: this.#whole.hex() };
    if (this.#sliceBytes === undefined) return digest;
    this.#endSlice();
    return { ...digest, slices: this.#slices };
  }

  #updateSlices(chunk: Uint8Array, sliceBytes: number): void {
    for (let at = 0; at < chunk.length;) {
      const room = sliceBytes - ((this.#bytes + at) % sliceBytes);
      const part = chunk.subarray(at, at + room);
      this.#slice ??= this.#start();
      this.#slice.update(part);
      if (part.length === room) this.#endSlice();
      at += part.length;
    }
  }

  #endSlice(): void {
    if (this.#slice !== undefined) this.#slices.push(this.#slice.hex());
    this.#slice = undefined;
  }
}
