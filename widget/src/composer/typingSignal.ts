/** Tells the desk that the visitor types: at most every 2 s, and once when they stop. */
const EVERY = 2_000
const STOPS_AFTER = 5_000

export interface Clock {
  now(): number
  later(run: () => void, ms: number): () => void
}

const browserClock: Clock = {
  now: () => Date.now(),
  later(run, ms) {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
}

export function createTypingSignal(say: (on: boolean, text: string) => void, clock: Clock = browserClock) {
  let latest = ''
  let saidAt = 0
  let on = false
  let cancelTrailing: (() => void) | null = null
  let cancelStop: (() => void) | null = null

  function tell() {
    cancelTrailing?.()
    cancelTrailing = null
    on = true
    saidAt = clock.now()
    say(true, latest)
  }

  function stop() {
    cancelTrailing?.()
    cancelStop?.()
    cancelTrailing = cancelStop = null
    if (on) say(false, '')
    on = false
    saidAt = 0
  }

  return {
    typed(text: string) {
      latest = text
      if (!text.trim()) return stop()
      cancelStop?.()
      cancelStop = clock.later(stop, STOPS_AFTER)
      const due = saidAt + EVERY - clock.now()
      if (due <= 0) tell()
      else cancelTrailing ??= clock.later(tell, due)
    },
    stop,
  }
}
