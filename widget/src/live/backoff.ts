const FIRST = 500
const LAST = 30_000

/** Full jitter: anything from zero up to 0.5 s doubling to 30 s. `chance` is in [0, 1). */
export function backoff(attempt: number, chance: number): number {
  const ceiling = Math.min(LAST, FIRST * 2 ** Math.min(attempt, 10))
  return Math.round(ceiling * chance)
}

/** A wait anywhere between the two bounds. */
export function between(from: number, to: number, chance: number): number {
  return Math.round(from + (to - from) * chance)
}
