/**
 * The visitor's side of docs/live-protocol.md, as conversation/src/visitor.rs and desk/server/src/live/frame.rs send it.
 * e2e/src/frames.ts holds what was really sent against it.
 */

export interface Attachment {
  id: string
  name: string
  mediaType: string
  size: number
  width?: number
  height?: number
  url?: string
  thumbnailUrl?: string | null
}

export interface VisitorMessage {
  id: string
  /** Place in the conversation; rises, not always by one. */
  order: number
  at: string
  from: 'customer' | 'agent' | 'bot' | 'system'
  name: string
  clientId?: string
  kind: 'text' | 'image' | 'file'
  text: string
  attachments: Attachment[]
}

export interface ConversationState {
  /** A snooze is the desk's own affair: it shows as what it interrupts. */
  status: 'idle' | 'queued' | 'open' | 'ended'
  agent: { name: string } | null
  /** The serving agent has read up to this order. */
  agentReadOrder: number
  /** The customer has seen what has an order up to this one, on any of their devices. */
  customerReadOrder: number
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
  delta: boolean
}

export interface EventFrame {
  type: 'event'
  prev: Cursor
  cursor: Cursor
  state: ConversationState
  message?: VisitorMessage
}

export interface TypingFrame {
  type: 'typing'
  name: string
  on: boolean
}

/** Every 25 s: a page cannot see WebSocket pings. */
export interface PingFrame {
  type: 'ping'
}

export type ServerFrame = SnapshotFrame | EventFrame | TypingFrame | PingFrame

export type Signal =
  | { type: 'typing'; on: boolean; text: string }
  /** Everything up to here has been shown, or only arrived. */
  | { type: 'read'; cursor: Cursor; shown: boolean }
  | { type: 'page'; url: string; title: string }

export type ClientFrame = { type: 'hello'; after: Cursor | null } | { type: 'resume'; after: Cursor } | Signal
