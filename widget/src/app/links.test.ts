import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { VisitorMessage } from '../api/types'
import { emptyThread, insert, type Thread } from '../thread/merge'
import { createLinks } from './links'

const HOUR = 3_600_000
let given = 0
const line = (order: number, file: boolean): VisitorMessage => ({
  id: `m${order}`,
  order,
  at: '2026-11-22T09:00:00.000Z',
  from: 'customer',
  name: '沈悦',
  kind: file ? 'image' : 'text',
  text: '',
  attachments: file
    ? [{ id: `f${order}`, name: 'a.png', mediaType: 'image/png', size: 1, url: `/f${order}?t=${given}` }]
    : [],
})
const lines = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, at) => line(from + at, (from + at) % 40 === 7))
const tokens = (thread: Thread) =>
  thread.messages.flatMap((message) => message.attachments.map((file) => file.url.split('=')[1]))

let thread: Thread
let asked: string[]
let fails = false
function started() {
  const older = async (before: string) => {
    asked.push(before)
    if (fails) throw new Error('no way')
    const to = Number(before)
    return { messages: lines(Math.max(1, to - 30), to), more: to > 31 }
  }
  return createLinks({ older } as never, {
    thread: () => thread,
    renewed: (messages) => (thread = insert(thread, messages)),
  })
}

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse('2026-11-22T09:00:00.000Z') })
  given = 1
  asked = []
  fails = false
  thread = insert(emptyThread, lines(1, 81))
})
afterEach(() => vi.useRealTimers())

it('has fresh addresses before the old ones lapse, back to the oldest file', async () => {
  started()
  await vi.advanceTimersByTimeAsync(10.9 * HOUR)
  expect(asked).toEqual([])
  given = 2
  await vi.advanceTimersByTimeAsync(0.2 * HOUR)
  expect(asked).toEqual(['81', '51', '21'])
  expect(tokens(thread)).toEqual(['2', '2'])
  given = 3
  await vi.advanceTimersByTimeAsync(11.1 * HOUR)
  expect(tokens(thread)).toEqual(['3', '3'])
})

it('looks at once when the machine has slept', async () => {
  const links = started()
  vi.setSystemTime(Date.now() + 14 * HOUR)
  given = 2
  links.look()
  await vi.advanceTimersByTimeAsync(0)
  expect(tokens(thread)).toEqual(['2', '2'])
})

it('tries again while nobody answers, and asks nothing without files', async () => {
  started()
  fails = true
  await vi.advanceTimersByTimeAsync(11.1 * HOUR)
  fails = false
  given = 2
  await vi.advanceTimersByTimeAsync(120_000)
  expect(tokens(thread)).toEqual(['2', '2'])
  asked = []
  thread = insert(emptyThread, lines(1, 5))
  await vi.advanceTimersByTimeAsync(30 * HOUR)
  expect(asked).toEqual([])
})

it('asks once for all the pictures that fail, and not without end', async () => {
  const links = started()
  await vi.advanceTimersByTimeAsync(60_000)
  for (let picture = 0; picture < 20; picture++) links.failed()
  await vi.advanceTimersByTimeAsync(1_000)
  expect(asked).toEqual(['81', '51', '21'])
})
