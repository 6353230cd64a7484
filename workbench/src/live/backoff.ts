export const FIRST_WAIT = 500;
export const LONGEST_WAIT = 30_000;

/** Full jitter: anything between nothing and the doubled step. `chance` is in [0, 1). */
export function backoff(attempt: number, chance: number): number {
  const step = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** Math.min(attempt, 16));
  return Math.round(step * chance);
}
