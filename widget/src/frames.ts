/** The visitor's side of docs/live-protocol.md. Written by hand until the server generates this file. */

export interface Attachment {
  id: string
  name: string
  mediaType: string
  size: number
  width?: number | null
  height?: number | null
  url?: string
  thumbnailUrl?: string | null
}

export type Delivery = 'pending' | 'sent' | 'delivered' | 'read' | 'failed'

export interface VisitorMessage {
  id: string
  /** Place in the conversation; rises, not always by one. */
  order: number
  at: string
  from: 'customer' | 'agent' | 'bot' | 'system'
  name: string | null
  clientId: string | null
  kind: 'text' | 'image' | 'file' | 'event'
  text: string
  attachments: Attachment[]
  delivery: Delivery
}

export interface ConversationState {
  status: 'idle' | 'bot' | 'queued' | 'offered' | 'open' | 'snoozed' | 'ended'
  agent: { name: string } | null
  /** The serving agent has read up to this order. */
  agentReadOrder: number | null
  /** Inside business hours. */
  open: boolean
}

/** Compared, kept and sent back; never computed with. */
export type Cursor = string

export interface SnapshotFrame {
  type: 'snapshot'
  cursor: Cursor
  state: ConversationState
  messages: VisitorMessage[]
  more: boolean
  /** Holds only what changed since the cursor of the `hello`. */
  delta?: boolean
}

export interface EventFrame {
  type: 'event'
  prev: Cursor
  cursor: Cursor
  state: ConversationState
  message?: VisitorMessage | null
}

export interface TypingFrame {
  type: 'typing'
  name: string
  on: boolean
}

export type ServerFrame = SnapshotFrame | EventFrame | TypingFrame

export type Signal =
  | { type: 'typing'; on: boolean; text: string }
  | { type: 'read'; cursor: Cursor }
  | { type: 'page'; url: string; title: string }

export type ClientFrame =
  { type: 'hello'; after: Cursor | null } | { type: 'resume'; after: Cursor | null } | Signal
