/**
 * The frames of docs/live-protocol.md (agent part), by hand until they are generated from
 * desk/server/src/live/frame.rs.
 */

export type Id = string;
/** RFC 3339, UTC, milliseconds. */
export type Time = string;

export type ConsultationStatus = 'idle' | 'bot' | 'queued' | 'offered' | 'open' | 'snoozed' | 'ended';
export type Direction = 'inbound' | 'outbound' | 'internal';
export type MessageKind = 'text' | 'image' | 'file' | 'note' | 'event';
export type Delivery = 'pending' | 'sent' | 'delivered' | 'read' | 'failed';
export type AgentStatus = 'online' | 'busy' | 'break' | 'away' | 'offline';
export type EndedBy = 'agent' | 'customer' | 'timeout' | 'system' | 'block';

/** Who did something. `system` and `bot` may have no id. */
export interface Actor {
  kind: 'customer' | 'agent' | 'bot' | 'system';
  id: Id | null;
  name: string | null;
}

/** One conversation in a list. */
export interface Row {
  id: Id;
  inboxId: Id;
  channel: string;
  customerId: Id;
  customerName: string;
  status: ConsultationStatus;
  consultationId: Id | null;
  consultationNumber: number | null;
  teamId: Id | null;
  agentId: Id | null;
  agentName: string | null;
  openedAt: Time | null;
  lastAt: Time;
  lastText: string;
  lastDirection: Direction;
  lastKind: MessageKind;
  /** Time of the first unanswered customer message, or null. */
  waitingSince: Time | null;
  firstReplyAt: Time | null;
  snoozedUntil: Time | null;
  endedAt: Time | null;
  endedBy: EndedBy | null;
  inboundCount: number;
  tags: Id[];
  customerReadSeq: number;
  /** Rises with each change of the row; the ETag of edits. */
  version: number;
}

export interface Attachment {
  id: Id;
  name: string;
  mediaType: string;
  size: number;
  width?: number | null;
  height?: number | null;
  thumbnail: boolean;
}

/** What an event line tells: who did what, to whom, and why. */
export interface EventDetail {
  what: string;
  by?: Actor | null;
  to?: Actor | { kind: 'team'; id: Id; name: string } | null;
  reason?: string | null;
}

export interface Message {
  id: Id;
  conversationId: Id;
  consultationId: Id | null;
  seq: number;
  position: number;
  at: Time;
  direction: Direction;
  kind: MessageKind;
  author: Actor;
  clientId: string | null;
  text: string;
  attachments: Attachment[];
  delivery: Delivery | null;
  event: EventDetail | null;
}

export interface LiveAgent {
  id: Id;
  name: string;
  status: AgentStatus;
  reason?: string | null;
}

export interface Counters {
  mine: number;
  queue: number;
  colleagues: number;
}

export interface SnapshotFrame {
  type: 'snapshot';
  seq: number;
  agent: Id;
  conversations: Row[];
  reads: Record<Id, number>;
  agents: LiveAgent[];
  counters: Counters;
}

export type EventKind =
  | 'message.received'
  | 'message.sent'
  | 'message.changed'
  | 'note.added'
  | 'consultation.opened'
  | 'consultation.assigned'
  | 'consultation.snoozed'
  | 'consultation.woken'
  | 'consultation.ended'
  | 'consultation.reopened'
  | 'conversation.tagged'
  | 'conversation.read'
  | 'conversation.seen'
  | 'customer.changed'
  | 'agent.status'
  | 'settings.changed';

export interface EventFrame {
  type: 'event';
  prev: number;
  seq: number;
  at: Time;
  kind: EventKind;
  actor: Actor;
  conversation?: Row;
  message?: Message;
  read?: { agent: Id; count: number };
  agent?: { id: Id; status: AgentStatus; reason?: string | null };
  customer?: { id: Id } & Record<string, unknown>;
  what?: string;
  reason?: string | null;
}

export interface MarkFrame {
  type: 'mark';
  prev: number;
  seq: number;
}
export interface LeaveFrame {
  type: 'leave';
  prev: number;
  seq: number;
  conversation: Id;
}
export interface OpenedFrame {
  type: 'opened' | 'refused';
  conversation: Id;
}
export interface CountersFrame extends Counters {
  type: 'counters';
}
export interface TypingFrame {
  type: 'typing';
  conversation: Id;
  by: Actor;
  on: boolean;
  text?: string | null;
}
export interface PresenceFrame {
  type: 'presence';
  conversation: Id;
  online: boolean;
}
/** Not in the protocol yet: a text heartbeat (scripts cannot see WebSocket pings). */
export interface PingFrame {
  type: 'ping';
}

export type ServerFrame =
  | SnapshotFrame
  | EventFrame
  | MarkFrame
  | LeaveFrame
  | OpenedFrame
  | CountersFrame
  | TypingFrame
  | PresenceFrame
  | PingFrame;

export type ClientFrame =
  | { type: 'hello'; after: number | null }
  | { type: 'resume'; after: number | null }
  | { type: 'open' | 'close'; conversation: Id }
  | { type: 'watch'; colleagues: boolean }
  | { type: 'typing'; conversation: Id; on: boolean };
