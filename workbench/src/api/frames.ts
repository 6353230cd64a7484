/**
 * The frames of docs/live-protocol.md (agent part), as desk/server/src/live/frame.rs sends them. The envelopes are by
 * hand, because sockets are no part of the OpenAPI document; e2e/src/frames.test.ts holds them against what is sent.
 */
import type { Actor, Id, Message, Row, Time } from './types';
import type { components } from './schema';

export type EventKind = components['schemas']['EventKind'];
export type LiveAgent = components['schemas']['AgentPresence'];

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
  agent?: LiveAgent;
  /** Which settings: inboxes, teams, tags, agents, roles, workspace, signIns. */
  what?: string;
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
  /** What a customer types. */
  text?: string;
}
/** Every 25 s: scripts cannot see WebSocket pings. */
export interface PingFrame {
  type: 'ping';
}

export type ServerFrame =
  SnapshotFrame | EventFrame | MarkFrame | LeaveFrame | OpenedFrame | CountersFrame | TypingFrame | PingFrame;

export type ClientFrame =
  | { type: 'hello'; after: number | null }
  | { type: 'resume'; after: number }
  | { type: 'open' | 'close'; conversation: Id }
  | { type: 'watch'; colleagues: boolean }
  | { type: 'typing'; conversation: Id; on: boolean };
