import type { Id, Message, MessagePage } from '@/api/types';
import { NO_THREAD, type LiveState, type Pending, type Thread, without } from './state';

function withThread(state: LiveState, id: Id, thread: Thread): LiveState {
  return { ...state, threads: { ...state.threads, [id]: thread } };
}

function settle(state: LiveState, messages: readonly Message[]): LiveState {
  if (state.pending.length === 0) return state;
  const arrived = new Set(messages.flatMap((message) => message.clientId ?? []));
  const pending = state.pending.filter((one) => !arrived.has(one.clientId));
  return pending.length === state.pending.length ? state : { ...state, pending };
}

function insert(messages: readonly Message[], message: Message): Message[] {
  const at = messages.findIndex((one) => one.id === message.id);
  if (at >= 0) return messages.with(at, message);
  const next = messages.findLastIndex((one) => one.seq < message.seq) + 1;
  return messages.toSpliced(next, 0, message);
}

/**
 * One message as it was at log number `seq`, from an event or from an HTTP answer, in any order:
 * what is known at least as new stays, what lies before the loaded window is left to paging.
 */
export function applyMessage(state: LiveState, message: Message, seq: number): LiveState {
  const settled = settle(state, [message]);
  const thread = settled.threads[message.conversationId];
  if (!thread) return settled;
  const known = thread.known[message.id];
  if (known !== undefined ? known >= seq : seq <= thread.asOf) return settled;
  const first = thread.messages[0];
  if (known === undefined && thread.more && first && message.seq < first.seq) return settled;
  return withThread(settled, message.conversationId, {
    ...thread,
    messages: insert(thread.messages, message),
    known: { ...thread.known, [message.id]: seq },
  });
}

function merge(thread: Thread, page: MessagePage): Pick<Thread, 'messages' | 'known'> {
  const byId = new Map(thread.messages.map((message) => [message.id, message]));
  const known = { ...thread.known };
  for (const message of page.items) {
    if ((known[message.id] ?? -1) > page.seq) continue;
    byId.set(message.id, message);
    known[message.id] = page.seq;
  }
  return { messages: [...byId.values()].sort((a, b) => a.seq - b.seq), known };
}

/** From now on events of this conversation are kept, also while the first page is on its way. */
export function openThread(state: LiveState, id: Id): LiveState {
  return state.threads[id] ? state : withThread(state, id, NO_THREAD);
}

/** What of the loaded messages joins the page without a hole. */
function joining(thread: Thread, page: MessagePage): Thread {
  const first = page.items[0];
  if (!first || !page.more || thread.messages.length === 0) return thread;
  // Held is everything from the oldest loaded line up to `asOf`, and what events brought since.
  const reaches = thread.loaded && (first.seq <= thread.asOf || first.id in thread.known);
  if (reaches) return thread;
  const messages = thread.messages.filter((one) => one.seq >= first.seq);
  return { ...thread, messages };
}

/** The newest page. What does not reach it is dropped: a thread has no holes. */
export function applyNewestPage(state: LiveState, id: Id, page: MessagePage): LiveState {
  const settled = settle(state, page.items);
  const base = joining(settled.threads[id] ?? NO_THREAD, page);
  const first = page.items[0];
  const older = base.loaded && !!first && (base.messages[0]?.seq ?? Infinity) < first.seq;
  return withThread(settled, id, {
    ...merge(base, page),
    asOf: Math.max(base.asOf, page.seq),
    more: older ? base.more : page.more,
    loaded: true,
  });
}

export function applyOlderPage(state: LiveState, id: Id, page: MessagePage): LiveState {
  const thread = state.threads[id];
  if (!thread?.loaded) return state;
  return withThread(state, id, { ...thread, ...merge(thread, page), more: page.more });
}

export function forgetThread(state: LiveState, id: Id): LiveState {
  return { ...state, threads: without(state.threads, id), presence: without(state.presence, id) };
}

export function addPending(state: LiveState, pending: Pending): LiveState {
  const others = state.pending.filter((one) => one.clientId !== pending.clientId);
  return { ...state, pending: [...others, pending] };
}

export function changePending(state: LiveState, clientId: string, change: Partial<Pending>): LiveState {
  return {
    ...state,
    pending: state.pending.map((one) => (one.clientId === clientId ? { ...one, ...change } : one)),
  };
}

export function removePending(state: LiveState, clientId: string): LiveState {
  return { ...state, pending: state.pending.filter((one) => one.clientId !== clientId) };
}
