import { describe, expect, it } from 'vitest'
import type { VisitorMessage } from '../api/types'
import { emptyThread, insert, prepend, reset, unread, type Thread } from './merge'

export function message(order: number, clientId?: string): VisitorMessage {
  return {
    id: `m${order}`,
    order,
    at: new Date(1_700_000_000_000 + order * 1000).toISOString(),
    from: clientId ? 'customer' : 'agent',
    name: '周岚',
    ...(clientId && { clientId }),
    kind: 'text',
    text: `text ${order}`,
    attachments: [],
  }
}

/** Small deterministic chance (mulberry32), so that a failing seed can be run again. */
function dice(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

function shuffled<T>(items: T[], roll: () => number): T[] {
  const left = [...items]
  return items.flatMap(() => left.splice(Math.floor(roll() * left.length), 1))
}

type Act = (thread: Thread) => Thread

/** Everything that can reach a client about one conversation of `count` messages, each piece at least once. */
function pieces(count: number, roll: () => number): Act[] {
  const final = Array.from({ length: count }, (_, at) =>
    message(at + 1, roll() < 0.5 ? `c${at + 1}` : undefined),
  )
  const acts: Act[] = [(thread) => insert(thread, final)]
  for (const one of final) acts.push((thread) => insert(thread, [one]))
  for (let cut = 0; cut < 3; cut++) {
    const from = Math.floor(roll() * count)
    const upTo = from + Math.ceil(roll() * (count - from))
    acts.push((thread) => insert(thread, final.slice(from, upTo)))
  }
  acts.push((thread) => reset(thread, final, false))
  return acts.flatMap((act) => (roll() < 0.3 ? [act, act] : [act]))
}

describe('merge', () => {
  it('gives the same thread for any order of snapshots, events, acknowledgements and duplicates', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const roll = dice(seed)
      const acts = pieces(1 + Math.floor(roll() * 12), roll)
      const play = () => shuffled(acts, roll).reduce((thread, act) => act(thread), emptyThread).messages
      const expected = play()
      for (let round = 0; round < 4; round++) expect(play(), `seed ${seed}`).toEqual(expected)
      expect(expected.map((entry) => entry.order)).toEqual(
        [...new Set(expected.map((e) => e.order))].sort((a, b) => a - b),
      )
    }
  })

  it('is idempotent', () => {
    const once = insert(emptyThread, [message(2), message(1)])
    expect(insert(once, [message(2), message(1)])).toEqual(once)
  })

  it('takes an older page in front without overwriting what is newer', () => {
    const held = insert(emptyThread, [{ ...message(3), text: 'newer' }])
    const both = prepend(held, [message(1), message(2), message(3)], true)
    expect(both.messages.map((entry) => entry.text)).toEqual(['text 1', 'text 2', 'newer'])
    expect(both.more).toBe(true)
  })

  it('leaves no hole when a fresh snapshot starts later than what is held', () => {
    const held = insert(emptyThread, [message(1), message(2)])
    expect(reset(held, [message(8), message(9)], true).messages.map((entry) => entry.order)).toEqual([8, 9])
    expect(reset(held, [message(8)], false).messages).toHaveLength(3)
    expect(reset(held, [], false).messages).toHaveLength(2)
  })

  it('counts what the team wrote after the last one seen', () => {
    const thread = insert(emptyThread, [message(1), message(2, 'mine'), message(3)])
    expect(unread(thread, 1).map((entry) => entry.id)).toEqual(['m3'])
  })
})
