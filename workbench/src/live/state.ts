import type {
  AccountHealth,
  Actor,
  Attachment,
  SayContent,
  Counters,
  CustomerPresence,
  Id,
  LiveAgent,
  Message,
  Problem,
  Row,
  Time,
} from '@/api/types';

/** An own message that the server has not confirmed yet. */
export interface Pending {
  clientId: string;
  conversationId: Id;
  kind: 'reply' | 'note';
  text: string;
  attachments: Attachment[];
  /** What it holds besides words and files. */
  content?: SayContent;
  /** Number of the line it answers. */
  repliesTo?: number;
  at: Time;
  state: 'sending' | 'failed';
  problem?: Problem;
}

export interface Thread {
  /** Sorted by `seq`, without holes. */
  messages: Message[];
  /** For each message the log number up to which we know it. */
  known: Record<Id, number>;
  /** The log number of the newest page that was read. */
  asOf: number;
  /** Older messages exist on the server. */
  more: boolean;
  loaded: boolean;
}

export interface TypingNow {
  by: Actor;
  text: string;
  /** Milliseconds; lapses then. */
  until: number;
}

export interface LiveState {
  seq: number | null;
  agent: Id | null;
  rows: Record<Id, Row>;
  reads: Record<Id, number>;
  agents: Record<Id, LiveAgent>;
  counters: Counters;
  threads: Record<Id, Thread>;
  pending: Pending[];
  typing: Record<Id, TypingNow>;
  /** Whether the customers of what is open are there. */
  presence: Record<Id, CustomerPresence>;
  /** Rises for each part of the settings that changed; watchers refetch. */
  settings: Record<string, number>;
  /** Whose status was set last, and by whom. */
  set: { agent: LiveAgent; by: Actor; seq: number } | null;
  /** The channel's account whose health changed last. */
  alert: AccountHealth | null;
  /** Rises when a customer's profile changed. */
  customers: Record<Id, number>;
}

export const EMPTY: LiveState = {
  seq: null,
  agent: null,
  rows: {},
  reads: {},
  agents: {},
  counters: { mine: 0, queue: 0, colleagues: 0 },
  threads: {},
  pending: [],
  typing: {},
  presence: {},
  settings: {},
  set: null,
  alert: null,
  customers: {},
};

export const NO_THREAD: Thread = { messages: [], known: {}, asOf: 0, more: false, loaded: false };

/** A record without one entry; the same one when there is none. */
export function without<T>(record: Record<Id, T>, id: Id): Record<Id, T> {
  if (!(id in record)) return record;
  const { [id]: _, ...rest } = record;
  return rest;
}

/** Unread = customer messages − those this agent has read. */
export function unread(state: LiveState, row: Row): number {
  return Math.max(0, row.inboundCount - (state.reads[row.id] ?? 0));
}
