import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import { api, call } from '@/api/client';
import type { ClientFrame, Id, Row, ServerFrame } from '@/api/types';
import { asProblem } from '@/api/problem';
import { applyFrame, applyPresence, applyRow } from './apply';
import { OFF, type Connection } from './connection';
import { LiveSocket } from './socket';
import { EMPTY, type LiveState } from './state';
import { applyNewestPage, applyOlderPage, forgetThread, openThread } from './thread';

const PAGE = 50;
/** As much as one answer holds. */
const MOST = 100;

/** The live state of the desk: the socket, what is open, and the pages read by HTTP. */
export const useLive = defineStore('live', () => {
  const state = shallowRef<LiveState>(EMPTY);
  const connection = shallowRef<Connection>(OFF);
  const refused = ref(new Set<Id>());
  const looking = new Set<Id>();
  let watching = false;
  /** Whose desk it is. */
  let agent: Id | null = null;
  let hooks: { check: () => Promise<boolean>; back: () => void } | null = null;

  const online = computed(() => connection.value.phase === 'live');
  const ready = computed(() => state.value.seq !== null);

  function change(act: (held: LiveState) => LiveState): void {
    state.value = act(state.value);
  }

  async function readNewest(id: Id): Promise<void> {
    change((held) => openThread(held, id));
    const page = await call(
      api.GET('/api/v1/conversations/{id}/messages', { params: { path: { id }, query: { limit: PAGE } } }),
    );
    change((held) => applyNewestPage(held, id, page));
  }

  /** How it stands at first; frames tell what changes, and one that came meanwhile is newer. */
  async function readPresence(id: Id): Promise<void> {
    const held = state.value.presence[id];
    const read = await call(api.GET('/api/v1/conversations/{id}/presence', { params: { path: { id } } }));
    if (state.value.presence[id] === held && looking.has(id)) change((now) => applyPresence(now, id, read));
  }

  async function readOlder(id: Id, limit = PAGE): Promise<void> {
    const before = state.value.threads[id]?.messages[0]?.seq;
    if (before === undefined) return;
    const page = await call(
      api.GET('/api/v1/conversations/{id}/messages', { params: { path: { id }, query: { before, limit } } }),
    );
    change((held) => applyOlderPage(held, id, page));
  }

  /** Back to the line `seq`, without a hole on the way. */
  async function readBackTo(id: Id, seq: number): Promise<void> {
    for (;;) {
      const thread = state.value.threads[id];
      const first = thread?.messages[0]?.seq;
      if (!thread?.more || first === undefined || first <= seq) return;
      await readOlder(id, MOST);
      // Nothing came: the thread was closed meanwhile.
      if (state.value.threads[id]?.messages[0]?.seq === first) return;
    }
  }

  function receive(frame: ServerFrame): void {
    const isBack =
      frame.type === 'event' && !!frame.conversation && !(frame.conversation.id in state.value.rows);
    change((held) => applyFrame(held, frame, Date.now()));
    // Handed back to whoever still looks at it: what was said meanwhile was not told.
    if (isBack && frame.conversation && looking.has(frame.conversation.id))
      void readNewest(frame.conversation.id).catch(() => undefined);
    if (frame.type === 'opened') {
      void readNewest(frame.conversation).catch(() => undefined);
      void readPresence(frame.conversation).catch(() => undefined);
    }
    // A snapshot skips events: what is looked at is read again.
    if (frame.type === 'snapshot') {
      const held = [...looking].filter((id) => state.value.threads[id]?.loaded);
      for (const id of held) void readNewest(id).catch(() => undefined);
    }
    if (frame.type === 'refused') refused.value = new Set(refused.value).add(frame.conversation);
  }

  function interests(): ClientFrame[] {
    const open = [...looking].map((conversation): ClientFrame => ({ type: 'open', conversation }));
    return watching ? [...open, { type: 'watch', colleagues: true }] : open;
  }

  const socket = new LiveSocket({
    url: () => `${location.origin.replace(/^http/, 'ws')}/api/v1/live`,
    makeSocket: (url) => new WebSocket(url),
    chance: Math.random,
    apply: receive,
    interests,
    check: () => hooks?.check() ?? Promise.resolve(false),
    changed: (now) => {
      const was = connection.value.phase;
      connection.value = now;
      if (now.phase === 'live' && was !== 'live') hooks?.back();
    },
    report: (code) => console.error(`live: the server closed with ${code}`), // eslint-disable-line no-console
  });
  if (typeof window !== 'undefined') {
    window.addEventListener('online', () => socket.dispatch({ type: 'online' }));
  }

  function start(given: { agent: Id; check: () => Promise<boolean>; back: () => void }): void {
    // The sign-in of whoever was here before may have ended by itself.
    if (agent !== given.agent) stop();
    agent = given.agent;
    hooks = given;
    socket.dispatch({ type: 'start' });
  }

  /** At once, instead of when the wait is over. */
  const reconnect = () => socket.dispatch({ type: 'online' });

  function stop(): void {
    socket.dispatch({ type: 'stop' });
    state.value = EMPTY;
    looking.clear();
    watching = false;
  }

  function open(id: Id): void {
    looking.add(id);
    change((held) => openThread(held, id));
    socket.send({ type: 'open', conversation: id });
    // Read at once too: the first paint need not wait for the socket. `opened` reads again.
    if (!online.value) void readNewest(id).catch(() => undefined);
  }

  function close(id: Id): void {
    looking.delete(id);
    socket.send({ type: 'close', conversation: id });
    change((held) => forgetThread(held, id));
  }

  /** Answered with a snapshot that holds them, or no longer does. */
  function watchColleagues(on: boolean): void {
    if (watching === on) return;
    watching = on;
    socket.send({ type: 'watch', colleagues: on });
  }

  /** A row that is in no list (a search hit, a link). */
  async function readRow(id: Id): Promise<Row | null> {
    try {
      const detail = await call(api.GET('/api/v1/conversations/{id}', { params: { path: { id } } }));
      change((held) => applyRow(held, detail.conversation));
      return detail.conversation;
    } catch (error) {
      if (asProblem(error).problem.status === 404) return null;
      throw error;
    }
  }

  const typing = (conversation: Id, on: boolean) => socket.send({ type: 'typing', conversation, on });

  return {
    state,
    connection,
    online,
    ready,
    refused,
    change,
    start,
    reconnect,
    stop,
    open,
    close,
    watchColleagues,
    readNewest,
    readOlder,
    readBackTo,
    readRow,
    typing,
  };
});
