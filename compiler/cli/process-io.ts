/** The command line's input and output on the real process. */

import type { Io, TextSink } from './io.ts';
import { EXIT_CODES } from './status.ts';

export function processIo(): Io {
  return {
    stdout: sinkOf(process.stdout),
    stderr: sinkOf(process.stderr),
    environment: process.env,
    folder: process.cwd(),
    onInterrupt: (interrupted) => {
      let first = true;
      const listener = (signal: NodeJS.Signals): void => {
        // Whoever asks twice does not want to wait; what is left behind is removed by the next compile.
        if (!first) process.exit(130);
        first = false;
        interrupted(signal);
      };
      process.on('SIGINT', listener);
      process.on('SIGTERM', listener);
      return () => {
        process.off('SIGINT', listener);
        process.off('SIGTERM', listener);
      };
    },
  };
}

function sinkOf(stream: NodeJS.WriteStream): TextSink {
  // The reader of a pipe may have gone, as head does: the work goes on, and its exit code still counts.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED') return;
    // The disk may be full, or the terminal closed.
    if (stream !== process.stderr) {
      process.stderr.write(`snapc: standard output cannot be written: ${error.message}\n`);
    }
    process.exit(EXIT_CODES.usage);
  });
  // What others write to standard output may be led elsewhere later.
  const write = stream.write.bind(stream);
  return {
    write: (text) => void write(text),
    isTerminal: stream.isTTY,
    get columns() {
      return stream.isTTY && stream.columns > 0 ? stream.columns : 80;
    },
  };
}
