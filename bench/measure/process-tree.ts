/** Processor time and memory of the processes that a process has started, read from Linux's /proc. */

import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';

interface Process {
  readonly id: number;
  readonly parent: number;
  readonly name: string;
  readonly ticks: number;
}

/** The descendants of `root` that are, or come from, a program of this name. */
export function descendants(root: number, program: string): Process[] {
  const all = processes();
  const below = (parent: number): Process[] =>
    all.filter((item) => item.parent === parent).flatMap((item) => [item, ...below(item.id)]);
  return below(root)
    .filter(({ name }) => name === program)
    .flatMap((top) => [top, ...below(top.id)])
    .filter((item, index, list) => list.findIndex(({ id }) => id === item.id) === index);
}

let ticksPerSecond: number | undefined;

export function cpuSecondsOf(list: readonly Process[]): number {
  ticksPerSecond ??= Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));
  return list.reduce((sum, { ticks }) => sum + ticks, 0) / ticksPerSecond;
}

/** Proportional set sizes: pages that processes share are divided among them. */
export function memoryOf(list: readonly Process[]): number {
  return list.reduce((sum, { id }) => sum + proportionalBytes(id), 0);
}

function processes(): Process[] {
  const ids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return ids.flatMap((id) => {
    const text = readOrUndefined(`/proc/${id}/stat`);
    // The name stands in parentheses and may hold some of its own.
    const [, name = '', rest = ''] = /^\d+ \((.*)\) (.*)$/s.exec(text ?? '') ?? [];
    const fields = rest.split(' ');
    const ticks = Number(fields[11]) + Number(fields[12]);
    return text === undefined ? [] : [{ id: Number(id), parent: Number(fields[1]), name, ticks }];
  });
}

function proportionalBytes(id: number): number {
  const found = /^Pss:\s+(\d+) kB/m.exec(readOrUndefined(`/proc/${id}/smaps_rollup`) ?? '');
  return Number(found?.[1] ?? 0) * 1024;
}

/** Processes may end between being listed and being read. */
function readOrUndefined(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
