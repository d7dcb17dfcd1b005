#!/usr/bin/env node
/** The bin `snapc`: runs the command line on this process. */

import { main } from './command-line.ts';
import { processIo } from './process-io.ts';
import { needsWatcher, supervise } from './supervise.ts';
import { tellDone, watchedIo } from './watched.ts';

const argv = process.argv.slice(2);
const io = processIo();
let code: number;
if (needsWatcher(argv)) {
  code = await supervise(argv, io);
} else {
  code = await main(argv, watchedIo(io));
  tellDone();
}
// Not process.exit at once: what was written to a pipe may still be on its way. Dawn keeps the process alive.
process.exitCode = code;
await Promise.all([process.stdout, process.stderr].map(drained));
process.exit(code);

function drained(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    stream.write('', () => resolve());
  });
}
