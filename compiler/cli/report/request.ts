/** What a report is asked for. */

import type { Extras } from './extras.ts';
import type { Subject } from './repeat.ts';

export interface ReportRequest extends Subject {
  readonly file: string;
  readonly folder: string;
  readonly extras: Extras;
}
