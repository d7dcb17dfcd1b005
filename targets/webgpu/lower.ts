/** Lowers a legal graph to kernels in order, with as few copies into concatenations as its memory allows. */

import { planMemory } from '../../compiler/memory.ts';
import type { Graph, Node, Value } from '../../ir/graph.ts';
import type { Device } from '../devices/device.ts';
import type { Precision } from '../target.ts';
import { ProgramSink, TrialSink } from './kernel-sink.ts';
import { lowerInto } from './lowerer.ts';
import type { EarlyParts } from './locations.ts';
import { planOptions, planStorage } from './plan.ts';
import type { LoweredProgram } from './program.ts';
import { staticTypeOf } from '../shape.ts';
import { bufferBytes } from './stored.ts';

/** Throws where a node has no lowering: `legal` has refused such graphs. */
export function lowerGraph(
  graph: Graph,
  device: Device,
  precision: Precision = 'fp32',
): LoweredProgram {
  const programOf = (sink: ProgramSink, early: EarlyParts): LoweredProgram => {
    return { ...lowerInto(sink, graph, { device, precision, early }), ...sink.program };
  };
  const sink = new ProgramSink();
  const copying = programOf(sink, new Map());
  if (sink.parts.size === 0) return copying;
  const options = planOptions(device);
  const early = earlyParts(sink.parts, (parts) => {
    const trial = new TrialSink(sink);
    lowerInto(trial, graph, { device, precision, early: parts });
    return { copiedBytes: trial.copiedBytes, peak: planMemory(trial.ranges, options).peak };
  });
  if (early.size === 0) return copying;
  const placing = programOf(new ProgramSink(), early);
  const peak = (program: LoweredProgram): number => planStorage(program, options).memory.peak;
  // A trial takes a node's kernels for one step, so it may be wrong by a little.
  return peak(placing) <= peak(copying) ? placing : copying;
}

interface Trial {
  /** Of the memory plan. */
  readonly peak: number;
  readonly copiedBytes: number;
}

/** How often memory is tried out before what is left is copied. */
const MOST_TRIALS = 32;

/**
 * Which of the parts are written in place when they are made: the memory of the concatenation then lives from the first
 * part on. The largest first, and all that need no more memory than if they were copied.
 */
function earlyParts(parts: EarlyParts, tried: (early: EarlyParts) => Trial): EarlyParts {
  const { peak, copiedBytes } = tried(new Map());
  const bytes = (part: Value): number => bufferBytes(staticTypeOf(part));
  const largest = [...parts].sort(([a], [b]) => bytes(b) - bytes(a));
  let chosen: EarlyParts = new Map();
  let copied = copiedBytes;
  let left = MOST_TRIALS;
  /** All of them if they fit; otherwise of each half as many as fit. */
  const add = (some: readonly (readonly [Value, Node])[]): void => {
    if (some.length === 0 || left-- <= 0) return;
    const more = new Map([...chosen, ...some]);
    const trial = tried(more);
    if (trial.peak <= peak && trial.copiedBytes < copied) {
      chosen = more;
      copied = trial.copiedBytes;
    } else if (some.length > 1) {
      const middle = some.length >> 1;
      add(some.slice(0, middle));
      add(some.slice(middle));
    }
  };
  add(largest);
  return chosen;
}
