import { describe, expect, it } from 'vitest'
import type { EventFrame, ServerFrame, SnapshotFrame } from '../api/types'
import { backoff } from './backoff'
import { off, step, type Effect, type Input, type Live } from './machine'

const state = { status: 'idle', agent: null, agentReadOrder: 0, customerReadOrder: 0 } as const
const snapshot = (cursor: string): SnapshotFrame => ({
  type: 'snapshot',
  cursor,
  state,
  messages: [],
  more: false,
  delta: false,
})
const event = (prev: string, cursor: string): EventFrame => ({ type: 'event', prev, cursor, state })
const frame = (received: ServerFrame): Input => ({ type: 'frame', frame: received })

/** Runs inputs one after another; gives the last state and the effects of the last input. */
function run(...inputs: Input[]): [Live, Effect[]] {
  let live = off
  let effects: Effect[] = []
  for (const input of inputs) [live, effects] = step(live, input, 0.5)
  return [live, effects]
}

const start: Input = { type: 'start', cursor: '31', ticket: 't' }
const opened: Input = { type: 'opened' }
const closed = (code = 1006): Input => ({ type: 'closed', code })
const due: Input = { type: 'due' }
const ticket: Input = { type: 'ticket', ticket: 'u' }
const live = [start, opened, frame(snapshot('31'))]

describe('opening', () => {
  it('uses the ticket it was given, then says hello with its cursor', () => {
    const [, effects] = run(start)
    expect(effects).toContainEqual({ do: 'connect', transport: 'socket', ticket: 't', cursor: '31' })
    expect(run(start, opened)[1]).toEqual([{ do: 'send', frame: { type: 'hello', after: '31' } }])
  })
  it('asks for a ticket when it has none', () => {
    expect(run({ type: 'start', cursor: null, ticket: null })[1]).toContainEqual({ do: 'askTicket' })
  })
  it('is open only with the first snapshot', () => {
    expect(run(start, opened)[0].phase).toBe('opening')
    expect(run(...live)[0].phase).toBe('open')
  })
})

describe('cursor', () => {
  it('applies the event that follows and keeps its cursor', () => {
    const [next, effects] = run(...live, frame(event('31', '32')))
    expect(next.cursor).toBe('32')
    expect(effects).toEqual([{ do: 'apply', frame: event('31', '32') }])
  })
  it('drops an event seen before', () => {
    expect(run(...live, frame(event('31', '32')), frame(event('31', '32')))[1]).toEqual([])
  })
  it('asks once when something is missing and takes nothing until the snapshot', () => {
    const gap = [...live, frame(event('33', '34'))]
    expect(run(...gap)[1]).toEqual([{ do: 'send', frame: { type: 'resume', after: '31' } }])
    expect(run(...gap, frame(event('34', '35')))[1]).toEqual([])
    const [next, effects] = run(...gap, frame(snapshot('35')), frame(event('35', '36')))
    expect(next.cursor).toBe('36')
    expect(effects).toHaveLength(1)
  })
  it('opens a stream anew when something is missing', () => {
    const [socket] = run(...live)
    const [next, effects] = step({ ...socket, transport: 'stream' }, frame(event('33', '34')), 0)
    expect(next.phase).toBe('waiting')
    expect(effects).toEqual([{ do: 'disconnect' }, { do: 'wait', ms: 0 }])
  })
  it('survives a reconnect', () => {
    const [, effects] = run(...live, frame(event('31', '32')), closed(), due, ticket)
    expect(effects).toContainEqual({ do: 'connect', transport: 'socket', ticket: 'u', cursor: '32' })
  })
  it('ignores frames it does not know', () => {
    const unknown = { type: 'queue', place: 2 } as unknown as ServerFrame
    expect(run(...live, frame(unknown))[1]).toEqual([])
  })
})

describe('closing', () => {
  it.each([
    [1012, 2750],
    [4000, 0],
    [4001, 0],
    [4002, 0],
    [4008, 30_000],
    [1006, 250],
  ])('code %i waits %i ms at chance ½', (code, ms) => {
    expect(run(...live, closed(code))[1]).toEqual([{ do: 'wait', ms }])
  })
  it('does not hurry a second time', () => {
    expect(run(...live, closed(4000), due, ticket, opened, closed(4000))[1]).toEqual([
      { do: 'wait', ms: 500 },
    ])
    expect(run(...live, closed(4002), due, ticket, opened, closed(4002))[1]).toEqual([
      { do: 'wait', ms: 30_000 },
    ])
  })
  it('switches to server-sent events after two sockets that never opened', () => {
    const [next, effects] = run(start, closed(), due, ticket, closed(), due, ticket)
    expect(next.transport).toBe('stream')
    expect(effects).toContainEqual({ do: 'connect', transport: 'stream', ticket: 'u', cursor: '31' })
  })
  it('switches too when the handshake is swallowed, and not when only the snapshot is late', () => {
    const dead: Input = { type: 'dead' }
    expect(run(start, dead, due, ticket, dead, due, ticket)[0].transport).toBe('stream')
    expect(run(start, opened, dead, due, ticket, opened, dead, due, ticket)[0].transport).toBe('socket')
  })
  it('does not blame the socket when HTTP is down too', () => {
    const failed: Input = { type: 'ticketFailed' }
    const [next] = run(start, closed(), due, failed, due, failed, due, ticket)
    expect(next.transport).toBe('socket')
  })
  it('forgets failures with a snapshot', () => {
    const [next] = run(start, closed(), due, ticket, opened, frame(snapshot('31')))
    expect([next.attempt, next.refused]).toEqual([0, 0])
  })
  it('after stop nothing happens any more', () => {
    const stop: Input = { type: 'stop' }
    for (const late of [closed(), due, ticket, opened, frame(snapshot('9'))]) {
      const [next, effects] = run(...live, stop, late)
      expect([next.phase, effects]).toEqual(['off', []])
    }
  })
})

describe('silence', () => {
  it('asks, and reconnects when nothing answers', () => {
    expect(run(...live, { type: 'silence' })[1]).toEqual([
      { do: 'send', frame: { type: 'resume', after: '31' } },
    ])
    expect(run(...live, { type: 'silence' }, { type: 'dead' })[1]).toContainEqual({ do: 'disconnect' })
  })
  it('waking up cuts the wait short', () => {
    expect(run(...live, closed(4008), { type: 'wake' })[1]).toEqual([{ do: 'askTicket' }])
  })
})

it('back-off has full jitter and ends at 30 s', () => {
  expect(backoff(0, 0)).toBe(0)
  expect(backoff(0, 0.999)).toBeLessThanOrEqual(500)
  expect(backoff(3, 0.5)).toBe(2_000)
  expect(backoff(50, 0.999)).toBeLessThanOrEqual(30_000)
})
