/** The external data of a model: where its tensors say they lie, and the files of its folder, opened once each. */

import type { ByteStore } from '../../../../ir/constant.ts';
import { printable } from '../../../../ir/diagnostics.ts';
import type { Diagnostic, Place, Result } from '../../../../ir/diagnostics.ts';
import { LIMITS } from './limits.ts';
import { StopReading } from './problems.ts';
import { refuse } from './refuse.ts';
import {
  badNumber,
  keyTwice,
  noLocation,
  outsideFile,
  tooManyFiles,
  unknownKeys,
  wrongLength,
} from './tensor-diagnostics.ts';

interface Entry {
  readonly key: string;
  readonly value: string;
}

interface Missing {
  readonly diagnostics: readonly Diagnostic[];
  readonly first: string;
  count: number;
}

export interface ExternalRange {
  readonly store: ByteStore;
  readonly offset: number;
}

/** The checksum is not compared: it would read the whole file. A base path is nobody's business but the host's. */
const IGNORED = new Set(['checksum', 'basepath']);
const DECIMAL = /^(0|[1-9][0-9]{0,18})$/;

export class ExternalFiles {
  readonly #file: string;
  readonly #open: (location: string) => Promise<Result<ByteStore>>;
  readonly #stores = new Map<string, ByteStore>();
  readonly #missing = new Map<string, Missing>();
  readonly #unknownKeys = new Set<string>();

  constructor(file: string, open: (location: string) => Promise<Result<ByteStore>>) {
    this.#file = file;
    this.#open = open;
  }

  /** Finds the bytes of one tensor; a file that cannot be opened is told once for all its tensors. */
  async find(
    entries: readonly Entry[],
    bytes: number,
    type: string,
    name: string,
    place: Place,
  ): Promise<ExternalRange> {
    const values = this.#byKey(entries, place);
    const location = values.get('location');
    if (location === undefined || location === '') refuse(noLocation(place));
    const offset = wholeNumber('offset', values.get('offset'), place) ?? 0n;
    const length = wholeNumber('length', values.get('length'), place);
    if (length !== undefined && length !== BigInt(bytes)) {
      refuse(wrongLength(length, bytes, type, place));
    }
    const store = await this.#store(location, name);
    if (offset + BigInt(bytes) > BigInt(store.size)) {
      refuse(outsideFile(location, offset, bytes, store.size, place));
    }
    return { store, offset: Number(offset) };
  }

  /** What concerns files rather than tensors, once everything is read. */
  report(): readonly Diagnostic[] {
    const missing = [...this.#missing.values()].flatMap(({ diagnostics, first, count }) =>
      diagnostics.map((diagnostic) => ({
        ...diagnostic,
        message: `${diagnostic.message}; needed by "${printable(first)}"${count === 1 ? '' : ` and ${count - 1} more`}`,
      })),
    );
    const keys = [...this.#unknownKeys];
    return keys.length === 0 ? missing : [...missing, unknownKeys(keys, this.#file)];
  }

  #byKey(entries: readonly Entry[], place: Place): ReadonlyMap<string, string> {
    const values = new Map<string, string>();
    for (const { key, value } of entries) {
      if (key === 'location' || key === 'offset' || key === 'length') {
        if (values.has(key)) refuse(keyTwice(key, place));
        values.set(key, value);
      } else if (!IGNORED.has(key) && this.#unknownKeys.size < 10) {
        this.#unknownKeys.add(key);
      }
    }
    return values;
  }

  async #store(location: string, name: string): Promise<ByteStore> {
    const store = this.#stores.get(location);
    if (store !== undefined) return store;
    const missing = this.#missing.get(location);
    if (missing !== undefined) {
      missing.count++;
      refuse();
    }
    if (this.#stores.size + this.#missing.size >= LIMITS.externalFiles) {
      throw new StopReading(tooManyFiles(LIMITS.externalFiles, this.#file));
    }
    const opened = await this.#open(location);
    if (!opened.ok) {
      this.#missing.set(location, { diagnostics: opened.diagnostics, first: name, count: 1 });
      refuse();
    }
    this.#stores.set(location, opened.value);
    return opened.value;
  }
}

function wholeNumber(key: string, text: string | undefined, place: Place): bigint | undefined {
  if (text === undefined) return undefined;
  if (!DECIMAL.test(text)) refuse(badNumber(key, text, place));
  return BigInt(text);
}
