/**
 * The frames that are really sent, held against what the front-ends believe of them: every key that comes is known,
 * every key that is needed comes. (The types themselves are gone at run time; this is their list.)
 */
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { ServerFrame as ToAgent } from '../../workbench/src/api/types';
import type { ServerFrame as ToVisitor } from '../../widget/src/api/types';

/** The keys of a frame: `always`, or only `sometimes`. The compiler holds the lists against the types. */
type Keys<F> = {
  always: readonly RequiredKeys<F>[];
  sometimes: readonly Exclude<keyof F & string, RequiredKeys<F>>[];
};
type RequiredKeys<F> = { [K in keyof F & string]-?: undefined extends F[K] ? never : K }[keyof F & string];
type Of<F, T> = F extends { type: infer U } ? (T extends U ? F : never) : never;
type Shapes<F extends { type: string }> = { [T in F['type']]: Keys<Of<F, T>> };

const agent: Shapes<ToAgent> = {
  snapshot: {
    always: ['type', 'seq', 'agent', 'conversations', 'reads', 'agents', 'counters'],
    sometimes: [],
  },
  event: {
    always: ['type', 'prev', 'seq', 'at', 'kind', 'actor'],
    sometimes: ['conversation', 'message', 'read', 'agent', 'what'],
  },
  mark: { always: ['type', 'prev', 'seq'], sometimes: [] },
  leave: { always: ['type', 'prev', 'seq', 'conversation'], sometimes: [] },
  opened: { always: ['type', 'conversation'], sometimes: [] },
  refused: { always: ['type', 'conversation'], sometimes: [] },
  counters: { always: ['type', 'mine', 'queue', 'colleagues'], sometimes: [] },
  typing: { always: ['type', 'conversation', 'by', 'on'], sometimes: ['text'] },
  presence: { always: ['type', 'conversation', 'online', 'seenAt'], sometimes: [] },
  ping: { always: ['type'], sometimes: [] },
};
const visitor: Shapes<ToVisitor> = {
  snapshot: { always: ['type', 'cursor', 'state', 'messages', 'more', 'delta'], sometimes: [] },
  event: { always: ['type', 'prev', 'cursor', 'state'], sometimes: ['message'] },
  typing: { always: ['type', 'name', 'on'], sometimes: [] },
  ping: { always: ['type'], sometimes: [] },
};
const VISITOR_MESSAGE = ['at', 'attachments', 'clientId', 'from', 'id', 'kind', 'name', 'order', 'text'];
const STATE = ['agent', 'agentReadOrder', 'customerReadOrder', 'status'];

interface Frame {
  type: string;
  [key: string]: unknown;
}

function against(
  shapes: Record<string, { always: readonly string[]; sometimes: readonly string[] }>,
  frame: Frame,
) {
  const shape = shapes[frame.type];
  if (!shape) return [`unknown frame ${frame.type}`];
  const keys = Object.keys(frame);
  const known = [...shape.always, ...shape.sometimes];
  return [
    ...shape.always.filter((key) => !keys.includes(key)).map((key) => `${frame.type} lacks ${key}`),
    ...keys.filter((key) => !known.includes(key)).map((key) => `${frame.type} has ${key}`),
  ];
}
const beyond = (what: string, value: unknown, known: readonly string[]) =>
  Object.keys((value ?? {}) as object)
    .filter((key) => !known.includes(key))
    .map((key) => `${what} has ${key}`);

/** Notes every frame that the sockets of both pages are sent. */
export function listen(atDesk: Page, onSite: Page): { check: () => void } {
  const sent: { agent: Frame[]; visitor: Frame[] } = { agent: [], visitor: [] };
  for (const [page, frames] of [
    [atDesk, sent.agent],
    [onSite, sent.visitor],
  ] as const) {
    page.on('websocket', (socket) =>
      socket.on('framereceived', ({ payload }) => frames.push(JSON.parse(String(payload)) as Frame)),
    );
  }
  return {
    check() {
      const kinds = (frames: Frame[]) => new Set(frames.map((frame) => frame.type));
      // Counters come apart from a snapshot only when they last changed between two cuts: seen when they do.
      for (const kind of ['snapshot', 'event', 'mark', 'opened']) expect(kinds(sent.agent)).toContain(kind);
      for (const kind of ['snapshot', 'event']) expect(kinds(sent.visitor)).toContain(kind);
      const wrong = new Set([
        ...sent.agent.flatMap((frame) => against(agent, frame)),
        ...sent.visitor.flatMap((frame) => against(visitor, frame)),
        ...sent.visitor.flatMap((frame) => beyond('state', frame['state'], STATE)),
        ...sent.visitor
          .flatMap((frame) => (frame['messages'] as object[] | undefined) ?? [frame['message']])
          .flatMap((message) => beyond('visitor message', message, VISITOR_MESSAGE)),
      ]);
      expect([...wrong]).toEqual([]);
    },
  };
}
