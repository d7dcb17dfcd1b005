/** What the parts of the reader share while one file is read. */

import type { Place } from '../../../../ir/diagnostics.ts';
import type { OnnxGraph } from '../model.ts';
import { tooManyRecords } from './diagnostics.ts';
import type { ExternalFiles } from './external.ts';
import { LIMITS } from './limits.ts';
import { StopReading } from './problems.ts';
import type { Problems } from './problems.ts';
import { scan } from './scan.ts';
import type { Scanned } from './scan.ts';
import type { MessageRules } from './rules.ts';
import type { ByteRange, WindowedSource } from './source.ts';

/** Where a node stands: how many graphs lie around it, and whether a function does. */
export interface Scope {
  readonly depth: number;
  readonly inFunction: boolean;
}

export class ReadContext {
  readonly source: WindowedSource;
  readonly problems: Problems;
  readonly externals: ExternalFiles;
  /** Handed in, since attributes hold graphs and graphs hold attributes. */
  readonly readGraph: (context: ReadContext, range: ByteRange, scope: Scope) => Promise<OnnxGraph>;
  #records = 0;

  constructor(
    source: WindowedSource,
    problems: Problems,
    externals: ExternalFiles,
    readGraph: ReadContext['readGraph'],
  ) {
    this.source = source;
    this.problems = problems;
    this.externals = externals;
    this.readGraph = readGraph;
  }

  get file(): string {
    return this.source.store.name;
  }

  at(range: ByteRange): Place {
    return { file: this.file, offset: range.start };
  }

  /** Scans one message and counts it; a file of too many is given up. */
  async scan(range: ByteRange, rules: MessageRules): Promise<Scanned> {
    if (++this.#records > LIMITS.records) {
      throw new StopReading(tooManyRecords(LIMITS.records, this.at(range)));
    }
    return scan(this.source, range, rules);
  }
}
