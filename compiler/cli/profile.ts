/** Sums the times of dispatches by what the trace says of them. */

import type { TraceEntry } from '../../targets/webgpu/trace.ts';

/** What a group of dispatches takes of a run. */
export interface Share {
  readonly name: string;
  readonly dispatches: number;
  readonly milliseconds: number;
  /** Of the whole. */
  readonly share: number;
  readonly flops: number;
}

export interface TimedDispatch {
  readonly index: number;
  readonly label: string;
  readonly milliseconds: number;
  readonly flops: number;
  readonly onnx: readonly string[];
}

export interface ProfileSummary {
  readonly milliseconds: number;
  readonly flops: number;
  readonly dispatches: readonly TimedDispatch[];
  /** The slowest first. */
  readonly kernels: readonly Share[];
  /** By the nodes of the model that dispatches came from; those that were fused are one. */
  readonly nodes: readonly Share[];
}

/** trace.json is of the folder whose files have been compared with its manifest. */
export function readTrace(bytes: Uint8Array): readonly TraceEntry[] {
  const trace = JSON.parse(new TextDecoder().decode(bytes)) as {
    readonly dispatches: readonly TraceEntry[];
  };
  return trace.dispatches;
}

/** Of each dispatch the middle of its times. */
export function mediansOf(runs: readonly (readonly number[])[]): number[] {
  const [first = []] = runs;
  return first.map((_, index) => {
    const times = runs.map((run) => run[index] ?? 0).sort((a, b) => a - b);
    const middle = times.length >> 1;
    const upper = times[middle] ?? 0;
    return times.length % 2 === 1 ? upper : (upper + (times[middle - 1] ?? 0)) / 2;
  });
}

export function profileOf(
  trace: readonly TraceEntry[],
  milliseconds: readonly number[],
): ProfileSummary {
  const dispatches = trace.map(({ label, flops, onnx }, index) => ({
    index,
    label,
    milliseconds: milliseconds[index] ?? 0,
    flops,
    onnx,
  }));
  const total = sum(dispatches, 'milliseconds');
  const groups = (keyOf: (dispatch: TimedDispatch) => string): Share[] => {
    const members = new Map<string, TimedDispatch[]>();
    for (const dispatch of dispatches) {
      const key = keyOf(dispatch);
      members.set(key, [...(members.get(key) ?? []), dispatch]);
    }
    return Array.from(members, ([key, group]) => shareOf(key, group, total)).sort(
      (a, b) => b.milliseconds - a.milliseconds,
    );
  };
  return {
    milliseconds: total,
    flops: sum(dispatches, 'flops'),
    dispatches,
    kernels: groups(({ label }) => label),
    nodes: groups(({ onnx }) => onnx.join('\n')).map((share) => ({
      ...share,
      name: nodeName(share.name.split('\n')),
    })),
  };
}

function shareOf(name: string, group: readonly TimedDispatch[], total: number): Share {
  const milliseconds = sum(group, 'milliseconds');
  return {
    name,
    dispatches: group.length,
    milliseconds,
    share: total === 0 ? 0 : milliseconds / total,
    flops: sum(group, 'flops'),
  };
}

function nodeName([first = '', ...others]: readonly string[]): string {
  if (first === '') return '(of no node)';
  return others.length === 0 ? first : `${first} + ${others.length} more`;
}

function sum(items: readonly TimedDispatch[], figure: 'milliseconds' | 'flops'): number {
  return items.reduce((total, item) => total + item[figure], 0);
}
