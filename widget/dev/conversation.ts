import { randomUUID } from 'node:crypto'
import type { ConversationState, ServerFrame, SnapshotFrame, VisitorMessage } from '../src/frames'

export type Send = (frame: ServerFrame) => void

/** One visitor's conversation in memory, with a log of changes behind its cursor. */
export class FakeConversation {
  state: ConversationState
  messages: VisitorMessage[] = []
  viewers = new Set<{ send: Send; close(code: number): void }>()
  /** Codes with which the next messages are refused, and how often. */
  refusals: { status: number; code: string }[] = []
  uploadDelay = 0
  signals: unknown[] = []
  private clock = 100
  private changedAt = new Map<string, number>()

  constructor(
    readonly key: string,
    open: boolean,
  ) {
    this.state = { status: 'idle', agent: null, agentReadOrder: null, open }
  }

  get cursor(): string {
    return `c${this.clock}`
  }

  snapshot(after: string | null): SnapshotFrame {
    const since = after?.startsWith('c') ? Number(after.slice(1)) : null
    const base = { type: 'snapshot', cursor: this.cursor, state: this.state } as const
    if (since === null) {
      return { ...base, messages: this.messages.slice(-20), more: this.messages.length > 20 }
    }
    const changed = this.messages.filter((message) => (this.changedAt.get(message.id) ?? 0) > since)
    return { ...base, messages: changed, more: false, delta: true }
  }

  older(before: number) {
    const earlier = this.messages.filter((message) => message.order < before)
    return { messages: earlier.slice(-20), more: earlier.length > 20 }
  }

  change(message: VisitorMessage | null, state: Partial<ConversationState> = {}) {
    const prev = this.cursor
    this.clock++
    this.state = { ...this.state, ...state }
    if (message) {
      this.messages = [...this.messages.filter((kept) => kept.id !== message.id), message].sort(
        (a, b) => a.order - b.order,
      )
      this.changedAt.set(message.id, this.clock)
    }
    this.push({ type: 'event', prev, cursor: this.cursor, state: this.state, message })
  }

  push(frame: ServerFrame) {
    for (const viewer of this.viewers) viewer.send(frame)
  }

  write(over: Partial<VisitorMessage>, state: Partial<ConversationState> = {}): VisitorMessage {
    const message: VisitorMessage = {
      id: randomUUID(),
      order: (this.messages.at(-1)?.order ?? 0) + 2,
      at: new Date().toISOString(),
      from: 'agent',
      name: '周岚',
      clientId: null,
      kind: 'text',
      text: '',
      attachments: [],
      delivery: 'sent',
      ...over,
    }
    this.change(message, state)
    return message
  }
}
