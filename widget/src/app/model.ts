import type { Upload } from '../files/uploads'
import type { ConversationState, Inbox } from '../api/types'
import { off, type Live } from '../live/machine'
import type { Outbox } from '../outbox/queue'
import { emptyThread, type Thread } from '../thread/merge'

/** Everything the screen shows. One value, replaced as a whole. */
export interface Model {
  /** `unknown`: there is no such inbox. */
  phase: 'entering' | 'ready' | 'unknown'
  inbox: Inbox | null
  /** Rises when somebody else is the visitor: another identity, a lost token. */
  visitor: number
  state: ConversationState | null
  thread: Thread
  outbox: Outbox
  /** Uploads of the tray and of messages under way, by local id. */
  uploads: Readonly<Record<string, Upload>>
  /** Files chosen and not yet part of a message. */
  tray: readonly string[]
  live: Live
  online: boolean
  open: boolean
  /** The order of the last message shown to the visitor. */
  seen: number
  /** Unread messages up to this order were waved away while closed. */
  dismissed: number
  typing: string | null
  preChat: Record<string, string> | null
}

export const initialModel: Model = {
  phase: 'entering',
  inbox: null,
  visitor: 0,
  state: null,
  thread: emptyThread,
  outbox: [],
  uploads: {},
  tray: [],
  live: off,
  online: true,
  open: false,
  seen: 0,
  dismissed: 0,
  typing: null,
  preChat: null,
}

/** The form stands before the first message, once. */
export function needsPreChat(model: Model): boolean {
  const form = model.inbox?.preChat
  const silent = model.thread.messages.every((message) => message.from !== 'customer')
  return !!form?.enabled && form.fields.length > 0 && !model.preChat && silent && model.outbox.length === 0
}

/** The connection was there, or was tried, and is gone. */
export function isReconnecting(model: Model): boolean {
  const { phase, attempt } = model.live
  return model.phase !== 'unknown' && phase !== 'open' && attempt > 0
}
