/** Numbers as people read them. */

export function formatBytes(bytes: number): string {
  return scaled(bytes, ['B', 'kB', 'MB', 'GB', 'TB'], ' ');
}

/** `759 M`, `1.2 T`. */
export function formatCount(count: number): string {
  return scaled(count, ['', 'k', 'M', 'G', 'T', 'P'], ' ').trim();
}

function scaled(value: number, units: readonly string[], gap: string): string {
  let step = 0;
  let rest = value;
  while (rest >= 999.5 && step < units.length - 1) {
    rest /= 1000;
    step++;
  }
  const text = step === 0 ? String(Math.round(rest)) : rest.toPrecision(3);
  return `${text}${gap}${units[step] ?? ''}`;
}

export function formatMilliseconds(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  return `${(milliseconds / 1000).toFixed(milliseconds < 10_000 ? 2 : 1)} s`;
}

export function formatError(error: number): string {
  return Number.isFinite(error) ? error.toExponential(2) : String(error);
}
