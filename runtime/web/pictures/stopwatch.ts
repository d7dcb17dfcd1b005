/** Takes the time between calls. */

/** Milliseconds since the last call, or since it was made. */
export function stopwatch(): () => number {
  let since = performance.now();
  return () => {
    const now = performance.now();
    const passed = now - since;
    since = now;
    return passed;
  };
}
