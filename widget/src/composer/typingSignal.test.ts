import { expect, it } from 'vitest'
import { createTypingSignal } from './typingSignal'

function check(acts: [at: number, text: string | null][], until: number): [number, boolean, string][] {
  let now = 10_000
  const due: { at: number; run: () => void }[] = []
  const said: [number, boolean, string][] = []
  const clock = {
    now: () => now,
    later(run: () => void, ms: number) {
      const entry = { at: now + ms, run }
      due.push(entry)
      return () => void (due.includes(entry) && due.splice(due.indexOf(entry), 1))
    },
  }
  const signal = createTypingSignal((on, text) => said.push([now - 10_000, on, text]), clock)
  const goTo = (at: number) => {
    for (;;) {
      const first = due.filter((entry) => entry.at <= at).sort((a, b) => a.at - b.at)[0]
      if (!first) break
      due.splice(due.indexOf(first), 1)
      now = first.at
      first.run()
    }
    now = at
  }
  for (const [at, text] of acts) {
    goTo(10_000 + at)
    if (text === null) signal.stop()
    else signal.typed(text)
  }
  goTo(10_000 + until)
  return said
}

it('says at once, then at most every two seconds with the latest text, then that it stopped', () => {
  expect(
    check(
      [
        [0, 'a'],
        [100, 'ab'],
        [900, 'abc'],
      ],
      9_000,
    ),
  ).toEqual([
    [0, true, 'a'],
    [2_000, true, 'abc'],
    [5_900, false, ''],
  ])
})
it('stops when the field is emptied or sent, and starts afresh', () => {
  expect(
    check(
      [
        [0, 'a'],
        [100, ''],
        [200, 'b'],
        [300, null],
      ],
      9_000,
    ),
  ).toEqual([
    [0, true, 'a'],
    [100, false, ''],
    [200, true, 'b'],
    [300, false, ''],
  ])
})
