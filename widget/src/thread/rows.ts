/** What the log shows: confirmed messages, then the outbox, cut into days and runs of one speaker. Pure. */
import type { Attachment, ConversationState, VisitorMessage } from '../api/types'
import type { Outgoing } from '../outbox/queue'
import { confirmedIds, type Thread } from './merge'

export type Mark = 'sending' | 'failed' | 'sent' | 'read'

export interface BubbleRow {
  row: 'bubble'
  /** The client id where there is one: the bubble stays the same element when the server confirms it. */
  key: string
  at: string
  from: VisitorMessage['from']
  name: string
  text: string
  attachments: readonly Attachment[]
  outgoing: Outgoing | null
  mark: Mark | null
  /** First and last of a run: shows the speaker / shows time and mark. */
  first: boolean
  last: boolean
}

/** A line of the house's own: its words, or who joined. */
export interface EventRow {
  row: 'event'
  key: string
  text: string
  joined: string
}

export type Row = { row: 'day'; key: string; at: string } | EventRow | BubbleRow

const RUN_GAP = 5 * 60_000

export function rows(thread: Thread, outbox: readonly Outgoing[], state: ConversationState | null): Row[] {
  const known = confirmedIds(thread)
  const bubbles = [
    ...thread.messages.map((message) => confirmed(message, state)),
    ...outbox.filter((outgoing) => !known.has(outgoing.clientId)).map(waiting),
  ]
  return withRuns(withDays(bubbles))
}

function confirmed(message: VisitorMessage, state: ConversationState | null): Row {
  if (message.from === 'system') {
    const joined = message.kind === 'event' ? message.name : ''
    return { row: 'event', key: message.id, text: message.text, joined }
  }
  return {
    row: 'bubble',
    key: message.clientId ?? message.id,
    at: message.at,
    from: message.from,
    name: message.name,
    text: message.text,
    attachments: message.attachments,
    outgoing: null,
    mark: message.from === 'customer' ? ownMark(message, state) : null,
    first: true,
    last: true,
  }
}

function ownMark(message: VisitorMessage, state: ConversationState | null): Mark {
  return message.order <= (state?.agentReadOrder ?? 0) ? 'read' : 'sent'
}

function waiting(outgoing: Outgoing): Row {
  return {
    row: 'bubble',
    key: outgoing.clientId,
    at: outgoing.at,
    from: 'customer',
    name: '',
    text: outgoing.text,
    attachments: [],
    outgoing,
    mark: outgoing.refusal || outgoing.held ? 'failed' : 'sending',
    first: true,
    last: true,
  }
}

const dayOf = (at: string) => new Date(at).toDateString()

/** A separator wherever the local day changes. Event lines carry no time and stay on the day they are in. */
function withDays(list: Row[]): Row[] {
  let day = ''
  return list.flatMap((row) => {
    if (row.row !== 'bubble' || dayOf(row.at) === day) return [row]
    day = dayOf(row.at)
    return [{ row: 'day', key: `day ${day}`, at: row.at }, row]
  })
}

/** Same speaker, within five minutes, nothing between. A failed message always stands alone. */
function together(a: Row | undefined, b: Row | undefined): boolean {
  if (a?.row !== 'bubble' || b?.row !== 'bubble') return false
  if (a.mark === 'failed' || b.mark === 'failed') return false
  return a.from === b.from && a.name === b.name && Date.parse(b.at) - Date.parse(a.at) < RUN_GAP
}

function withRuns(list: Row[]): Row[] {
  return list.map((row, at) =>
    row.row === 'bubble'
      ? { ...row, first: !together(list[at - 1], row), last: !together(row, list[at + 1]) }
      : row,
  )
}
