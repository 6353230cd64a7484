/**
 * Frames → state, pure. Every event carries the state after the change, so applying it is: replace
 * the row, insert or replace the message. Stale frames change nothing; frames after a gap change
 * nothing either (the connection asks for what is missing).
 */
import type { CustomerPresence, EventFrame, Id, Row, ServerFrame, SnapshotFrame } from '@/api/types';
import { place } from './sequence';
import { type LiveState, mentioned, without } from './state';
import { applyMessage } from './thread';

/** Typing lapses after this many milliseconds. */
export const TYPING_LASTS = 6000;

/** A row from an event or from an HTTP answer; the higher version wins. */
export function applyRow(state: LiveState, row: Row): LiveState {
  const held = state.rows[row.id];
  if (held && held.version > row.version) return state;
  return { ...state, rows: { ...state.rows, [row.id]: row } };
}

function applySnapshot(state: LiveState, frame: SnapshotFrame): LiveState {
  return {
    ...state,
    seq: frame.seq,
    agent: frame.agent,
    rows: Object.fromEntries(frame.conversations.map((row) => [row.id, row])),
    reads: frame.reads,
    agents: Object.fromEntries(frame.agents.map((agent) => [agent.id, agent])),
    counters: frame.counters,
    typing: {},
  };
}

function applyRead(state: LiveState, frame: EventFrame): LiveState {
  const { read, conversation } = frame;
  if (!read || !conversation || read.agent !== state.agent) return state;
  // Never backwards: the own optimistic mark may be ahead of the event.
  const count = Math.max(read.count, state.reads[conversation.id] ?? 0);
  return { ...state, reads: { ...state.reads, [conversation.id]: count } };
}

/** A note by somebody else that names me. */
function applyNote(state: LiveState, frame: EventFrame): LiveState {
  const { conversation, message } = frame;
  const names = conversation && message?.mentions?.length && mentioned(state, conversation);
  if (!names || message.author.id === state.agent) return state;
  const { id } = conversation;
  return { ...state, named: { conversation: id, by: message.author.name, how: 'mention' } };
}

/** An invitation of mine, by somebody else. */
function applyJoined(state: LiveState, frame: EventFrame): LiveState {
  const { conversation, message, actor } = frame;
  const what = message?.event?.what;
  const invites = what === 'joined' || what === 'whispers';
  const last = conversation?.collaboration?.invited?.at(-1);
  if (!invites || !conversation || last?.agentId !== state.agent) return state;
  return { ...state, named: { conversation: conversation.id, by: actor.name, how: 'invitation' } };
}

function applyAgentStatus(state: LiveState, frame: EventFrame): LiveState {
  if (!frame.agent) return state;
  const agents = { ...state.agents, [frame.agent.id]: frame.agent };
  return { ...state, agents, set: { agent: frame.agent, by: frame.actor, seq: frame.seq } };
}

function applyEvent(state: LiveState, frame: EventFrame): LiveState {
  let next: LiveState = { ...state, seq: frame.seq };
  if (frame.conversation) next = applyRow(next, frame.conversation);
  if (frame.message) next = applyMessage(next, frame.message, frame.seq);
  switch (frame.kind) {
    case 'conversation.read':
    case 'conversation.looked':
      return applyRead(next, frame);
    case 'note.added':
      return applyNote(next, frame);
    case 'conversation.joined':
      return applyJoined(next, frame);
    case 'agent.status':
      return applyAgentStatus(next, frame);
    case 'agent.left':
      return frame.agent ? { ...next, agents: without(next.agents, frame.agent.id) } : next;
    case 'settings.changed': {
      const what = frame.what ?? 'all';
      return { ...next, settings: { ...next.settings, [what]: frame.seq } };
    }
    case 'channel.health':
      return {
        ...next,
        alert: frame.account ?? null,
        settings: { ...next.settings, apps: frame.seq },
      };
    case 'customer.changed': {
      const id = frame.conversation?.customerId;
      return id ? { ...next, customers: { ...next.customers, [id]: frame.seq } } : next;
    }
    case 'message.received':
    case 'consultation.opened':
      return frame.conversation ? { ...next, typing: without(next.typing, frame.conversation.id) } : next;
    default:
      return next;
  }
}

/** From a frame, or as it was read when the conversation was opened. */
export function applyPresence(state: LiveState, id: Id, presence: CustomerPresence): LiveState {
  return { ...state, presence: { ...state.presence, [id]: presence } };
}

export function applyFrame(state: LiveState, frame: ServerFrame, now: number): LiveState {
  switch (frame.type) {
    case 'snapshot':
      return applySnapshot(state, frame);
    case 'event':
      return place(state.seq, frame) === 'next' ? applyEvent(state, frame) : state;
    case 'mark':
      return place(state.seq, frame) === 'next' ? { ...state, seq: frame.seq } : state;
    case 'leave':
      if (place(state.seq, frame) !== 'next') return state;
      // What is open stays listed for as long as it may be seen: its thread goes too.
      return {
        ...state,
        seq: frame.seq,
        rows: without(state.rows, frame.conversation),
        threads: without(state.threads, frame.conversation),
      };
    case 'counters':
      return {
        ...state,
        counters: { mine: frame.mine, queue: frame.queue, colleagues: frame.colleagues },
      };
    case 'typing': {
      if (!frame.on) return { ...state, typing: without(state.typing, frame.conversation) };
      const typing = { by: frame.by, text: frame.text ?? '', until: now + TYPING_LASTS };
      return { ...state, typing: { ...state.typing, [frame.conversation]: typing } };
    }
    case 'presence':
      return applyPresence(state, frame.conversation, { online: frame.online, seenAt: frame.seenAt });
    default:
      return state;
  }
}
