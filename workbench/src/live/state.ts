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
  NoteMentions,
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
  /** Whom a note names. */
  mentions?: NoteMentions;
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
  /** Who named or invited me last, and where. */
  named: { conversation: Id; by: string; how: 'mention' | 'invitation' } | null;
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
  named: null,
  customers: {},
};

export const NO_THREAD: Thread = { messages: [], known: {}, asOf: 0, more: false, loaded: false };

/** A record without one entry; the same one when there is none. */
export function without<T>(record: Record<Id, T>, id: Id): Record<Id, T> {
  if (!(id in record)) return record;
  const { [id]: _, ...rest } = record;
  return rest;
}

/** Unread = customer messages − those this agent has read; to a follower what came before they followed is not. */
export function unread(state: LiveState, row: Row): number {
  const since = row.collaboration?.followers?.find((one) => one.agentId === state.agent)?.since ?? 0;
  return Math.max(0, row.inboundCount - Math.max(since, state.reads[row.id] ?? 0));
}

/** Whether this agent follows it. */
export function follows(state: LiveState, row: Row): boolean {
  return !!row.collaboration?.followers?.some((one) => one.agentId === state.agent);
}

/** How this agent was invited; null when they were not. */
export function invitedAs(state: LiveState, row: Row): 'joins' | 'whispers' | null {
  const part = row.collaboration?.invited?.find((one) => one.agentId === state.agent)?.part;
  return part === 'joins' || part === 'whispers' ? part : null;
}

/** Whether this agent was mentioned and has not looked since. */
export function mentioned(state: LiveState, row: Row): boolean {
  return !!state.agent && !!row.collaboration?.mentioned?.includes(state.agent);
}
