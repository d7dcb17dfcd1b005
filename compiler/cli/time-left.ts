/** Guesses how long a stage of the work still takes, from how long its part so far took. */

/** Before so many milliseconds and such a share of the work a guess says little. */
const SETTLED = 3000;
const SHARE = 0.02;

/** Answers with words for the end of a line; empty ones while nothing is known. */
export function timeLeft(
  now: () => number,
): (label: string, done: number, total: number) => string {
  let stage: string | undefined;
  let [since, before] = [0, 0];
  return (label, done, total) => {
    if (label !== stage || done < before) {
      stage = label;
      [since, before] = [now(), done];
    }
    const [took, share] = [now() - since, (done - before) / (total - before)];
    if (took < SETTLED || !(share >= SHARE) || done >= total) return '';
    return `, ${duration((took / 1000) * (1 / share - 1))} left`;
  };
}

function duration(seconds: number): string {
  if (seconds < 60) return `about ${Math.max(1, Math.round(seconds))} s`;
  if (seconds < 3600) return `about ${Math.round(seconds / 60)} min`;
  return `about ${(seconds / 3600).toFixed(1)} h`;
}
