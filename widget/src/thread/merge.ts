/**
 * The confirmed messages of the thread. Invariant: sorted by `order`, one entry an id. Merging is free of order:
 * snapshots, events, acknowledgements and older pages may come in any sequence and more than once.
 */
import type { VisitorMessage } from '../api/types'

export interface Thread {
  messages: readonly VisitorMessage[]
  /** Older messages can be fetched. */
  more: boolean
}

export const emptyThread: Thread = { messages: [], more: false }

function merged(kept: readonly VisitorMessage[], incoming: readonly VisitorMessage[]): VisitorMessage[] {
  const byId = new Map(kept.map((message) => [message.id, message]))
  for (const message of incoming) byId.set(message.id, message)
  return [...byId.values()].sort((a, b) => a.order - b.order)
}

/** An event, an acknowledgement, or the part that changed since a cursor. */
export function insert(thread: Thread, incoming: readonly VisitorMessage[]): Thread {
  if (incoming.length === 0) return thread
  return { ...thread, messages: merged(thread.messages, incoming) }
}

/**
 * A fresh snapshot: the newest part of the thread. Where more lies before it, what we hold below its first message
 * is let go, because a hole could be between; it is fetched again when somebody scrolls up.
 */
export function reset(thread: Thread, messages: readonly VisitorMessage[], more: boolean): Thread {
  const first = Math.min(...messages.map((message) => message.order))
  const kept = more ? thread.messages.filter((message) => message.order >= first) : thread.messages
  return { messages: merged(kept, messages), more }
}

/** An older page, fetched by scrolling up. */
export function prepend(thread: Thread, messages: readonly VisitorMessage[], more: boolean): Thread {
  return { messages: merged(messages, thread.messages), more }
}

/** The client ids that the server has confirmed. */
export function confirmedIds(thread: Thread): Set<string> {
  return new Set(thread.messages.flatMap((message) => message.clientId ?? []))
}

/** Whether both can be of one conversation: nothing is held yet, or they have a message in common. */
export function overlap(held: Thread, messages: readonly VisitorMessage[]): boolean {
  const ids = new Set(messages.map((message) => message.id))
  return held.messages.length === 0 || held.messages.some((message) => ids.has(message.id))
}

export const lastOrder = (thread: Thread): number => thread.messages.at(-1)?.order ?? 0

/** What the team wrote and the visitor has not been shown. Who answered has read what stood before. */
export function unread(thread: Thread, seen: number): readonly VisitorMessage[] {
  const after = thread.messages.reduce(
    (last, message) => (message.from === 'customer' ? Math.max(last, message.order) : last),
    seen,
  )
  return thread.messages.filter((message) => message.order > after && message.from === 'agent')
}
