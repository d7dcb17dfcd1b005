/** What the command line needs of the process around it, so that tests can run it without one. */

import type { Watch } from '../pipeline.ts';

export interface TextSink {
  readonly write: (text: string) => void;
  /** A terminal that shows one line over and over: progress bars and colour are for it alone. */
  readonly isTerminal: boolean;
  /** Characters of a line; 80 where nobody knows. */
  readonly columns: number;
}

export interface Io {
  /** Data. */
  readonly stdout: TextSink;
  /** Talk. */
  readonly stderr: TextSink;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Relative paths on the command line start here. */
  readonly folder: string;
  /** Is told before code of a config runs, where somebody outside watches. */
  readonly watch?: Watch;
  /** Calls back at the first SIGINT or SIGTERM; the returned function ends that. */
  readonly onInterrupt: (interrupted: (signal: string) => void) => () => void;
}

export function hasColour({ environment }: Io, sink: TextSink): boolean {
  const forbidden = environment['NO_COLOR'];
  return sink.isTerminal && (forbidden === undefined || forbidden === '');
}
