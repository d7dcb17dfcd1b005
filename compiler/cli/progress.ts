/** Tells how far a command is and how long it may take: one line that is rewritten on a terminal, else plain lines. */

import type { TextSink } from './io.ts';
import { timeLeft } from './time-left.ts';
import { formatBytes } from '../units.ts';

export interface Progress {
  /** A new stage of the work. */
  readonly phase: (text: string) => void;
  /** Bytes of the current stage. */
  readonly bytes: (label: string, done: number, total: number) => void;
  /** Things of the current stage, such as shaders. */
  readonly count: (label: string, done: number, total: number) => void;
  /** Takes the line away, so that other text can follow. */
  readonly clear: () => void;
}

/** Plain lines come no closer than this, and at every tenth of the work at most. */
const LINE_INTERVAL = 2000;
/** A terminal is redrawn no more often than this. */
const FRAME_INTERVAL = 50;
const BAR_WIDTH = 24;

export function createProgress(sink: TextSink, now: () => number = Date.now): Progress {
  return sink.isTerminal ? terminalProgress(sink, now) : lineProgress(sink, now);
}

function terminalProgress(sink: TextSink, now: () => number): Progress {
  const left = timeLeft(now);
  let shown = false;
  let last = -Infinity;
  const draw = (text: string): void => {
    // The cursor goes back to the start, so that what drivers write by themselves is not put behind the line.
    sink.write(`\r\u001b[2K${text.slice(0, Math.max(20, sink.columns - 1))}\r`);
    shown = true;
    last = now();
  };
  const bar = (done: number, total: number, words: string): void => {
    if (now() - last < FRAME_INTERVAL && done < total) return;
    const filled = total === 0 ? BAR_WIDTH : Math.round((BAR_WIDTH * done) / total);
    draw(`[${'#'.repeat(filled)}${'.'.repeat(BAR_WIDTH - filled)}] ${words}`);
  };
  return {
    phase: draw,
    bytes: (label, done, total) =>
      bar(
        done,
        total,
        `${formatBytes(done)} of ${formatBytes(total)}${left(label, done, total)}  ${label}`,
      ),
    count: (label, done, total) =>
      bar(done, total, `${done} of ${total}${left(label, done, total)}  ${label}`),
    clear: () => {
      if (shown) sink.write('\r\u001b[2K');
      shown = false;
      last = -Infinity;
    },
  };
}

function lineProgress(sink: TextSink, now: () => number): Progress {
  const left = timeLeft(now);
  let previous = '';
  let last = now();
  const line = (text: string): void => {
    if (text === previous) return;
    previous = text;
    sink.write(`snapc: ${text}\n`);
  };
  let tenth = 0;
  const sometimes = (text: string, done: number, total: number): void => {
    const reached = Math.floor((10 * done) / total);
    if (reached === tenth || now() - last < LINE_INTERVAL) return;
    tenth = reached;
    last = now();
    line(text);
  };
  return {
    phase: line,
    bytes: (label, done, total) =>
      sometimes(
        `${label}, ${formatBytes(done)} of ${formatBytes(total)}${left(label, done, total)}`,
        done,
        total,
      ),
    count: (label, done, total) =>
      sometimes(`${label}, ${done} of ${total}${left(label, done, total)}`, done, total),
    clear: () => undefined,
  };
}
