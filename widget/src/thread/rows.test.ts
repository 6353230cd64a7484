import { describe, expect, it } from 'vitest'
import type { VisitorMessage } from '../api/types'
import type { Outgoing } from '../outbox/queue'
import { rows, type BubbleRow } from './rows'

const state = { status: 'open', agent: { name: '周岚' }, agentReadOrder: 2, customerReadOrder: 0 } as const

function message(order: number, over: Partial<VisitorMessage> = {}): VisitorMessage {
  const at = new Date(2026, 10, 22, 9, 0, order).toISOString()
  const base = { id: `m${order}`, order, at, from: 'customer', name: '', clientId: `c${order}` } as const
  return { ...base, kind: 'text', text: 't', attachments: [], ...over }
}
const outgoing = (clientId: string, refusal: Outgoing['refusal'] = null): Outgoing => ({
  clientId,
  at: new Date(2026, 10, 22, 9, 1).toISOString(),
  text: 'o',
  files: [],
  refusal,
})
const bubbles = (messages: VisitorMessage[], outbox: Outgoing[] = []) =>
  rows({ messages, more: false }, outbox, state).filter((row): row is BubbleRow => row.row === 'bubble')

describe('rows', () => {
  it('marks what the agent has read, what arrived, what is under way and what failed', () => {
    const list = bubbles(
      [message(1), message(2), message(3), message(4)],
      [outgoing('a'), outgoing('b', { code: 'x', again: true })],
    )
    expect(list.map((row) => row.mark)).toEqual(['read', 'read', 'sent', 'sent', 'sending', 'failed'])
  })
  it('shows a confirmed message once, even while it is still in the outbox, under the same key', () => {
    expect(bubbles([message(1)], [outgoing('c1')]).map((row) => row.key)).toEqual(['c1'])
  })
  it('separates days', () => {
    const at = new Date(2026, 10, 23, 0, 1).toISOString()
    const list = rows({ messages: [message(1), message(2, { at })], more: false }, [], state)
    expect(list.map((row) => row.row)).toEqual(['day', 'bubble', 'day', 'bubble'])
  })
  it('cuts runs at the speaker, at five minutes and at failures', () => {
    const late = new Date(2026, 10, 22, 9, 30).toISOString()
    const list = bubbles([
      message(1),
      message(2),
      message(3, { from: 'agent' }),
      message(4, { from: 'agent', at: late }),
    ])
    expect(list.map((row) => [row.first, row.last])).toEqual([
      [true, false],
      [false, true],
      [true, true],
      [true, true],
    ])
  })
  it('turns system messages into event lines', () => {
    const list = rows({ messages: [message(1, { from: 'system', text: 'joined' })], more: false }, [], state)
    expect(list).toEqual([{ row: 'event', key: 'm1', text: 'joined', joined: '' }])
    const joins = message(1, { from: 'system', kind: 'event', name: '吴桐', text: '' })
    expect(rows({ messages: [joins], more: false }, [], state)).toEqual([
      { row: 'event', key: 'm1', text: '', joined: '吴桐' },
    ])
  })
})
