import { defineStore } from 'pinia';
import { api, call } from '@/api/client';
import type { Attachment, Id, NoteMentions, SayContent } from '@/api/types';
import { asProblem, passes } from '@/api/problem';
import { useLive } from '@/live/store';
import type { Pending } from '@/live/state';
import { addPending, applyMessage, changePending, removePending } from '@/live/thread';
import { storedShelf } from '@/shell/stored';
import { useSession } from '@/staff/session';

const shelf = storedShelf<Pending>('outbox');
const AGAIN_AFTER = 5_000;
/** Somebody has to make room first; until then every try costs the server a refused write. */
const ROOM_AFTER = 15_000;

/** Besides words and files. */
export interface SaidMore {
  content?: SayContent;
  /** Number of the line it answers. */
  repliesTo?: number;
  /** Whom a note names. */
  mentions?: NoteMentions;
}

/** Own messages on their way. `clientId` makes every retry safe: the server keeps the first. */
export const useOutbox = defineStore('outbox', () => {
  const live = useLive();
  const session = useSession();

  const turns = new Map<Id, Promise<void>>();

  /** One after the other in each conversation: they arrive in the order they were written. */
  function transmit(pending: Pending): Promise<void> {
    const before = turns.get(pending.conversationId) ?? Promise.resolve();
    const author = session.id;
    const sent = before.then(() => post(pending, author));
    turns.set(
      pending.conversationId,
      sent.catch(() => undefined),
    );
    return sent;
  }

  async function post(pending: Pending, author: Id): Promise<void> {
    // Somebody else sits here now; it waits for its author.
    if (session.id !== author) return;
    const path = { id: pending.conversationId };
    const { clientId, text, content, repliesTo, mentions } = pending;
    const attachmentIds = pending.attachments.map((one) => one.id);
    try {
      const message = await call(
        pending.kind === 'note'
          ? api.POST('/api/v1/conversations/{id}/notes', {
              params: { path },
              body: { clientId, text, ...(mentions ? { mentions } : {}) },
            })
          : api.POST('/api/v1/conversations/{id}/messages', {
              params: { path },
              body: {
                clientId,
                text,
                ...(attachmentIds.length > 0 ? { attachmentIds } : {}),
                ...(content ? { content } : {}),
                ...(repliesTo === undefined ? {} : { repliesTo }),
              },
            }),
      );
      // Whichever is first, this answer or the event: the other finds it done.
      live.change((held) => removePending(applyMessage(held, message, message.seq), clientId));
      shelf.write(author, clientId);
    } catch (error) {
      const { problem, retryAfter } = asProblem(error);
      live.change((held) => changePending(held, clientId, { state: 'failed', problem }));
      if (passes(problem.code)) {
        const usual = problem.code === 'disk_full' ? ROOM_AFTER : AGAIN_AFTER;
        setTimeout(() => again(clientId), retryAfter ? retryAfter * 1000 : usual);
      }
      throw error;
    }
  }

  function send(
    conversationId: Id,
    kind: Pending['kind'],
    text: string,
    attachments: Attachment[],
    more: SaidMore = {},
  ): Promise<void> {
    const pending: Pending = {
      clientId: crypto.randomUUID(),
      conversationId,
      kind,
      text,
      attachments,
      ...more,
      at: new Date().toISOString(),
      state: 'sending',
    };
    live.change((held) => addPending(held, pending));
    shelf.write(session.id, pending.clientId, pending);
    return transmit(pending);
  }

  function retry(clientId: string): Promise<void> {
    const pending = live.state.pending.find((one) => one.clientId === clientId);
    if (pending?.state !== 'failed') return Promise.resolve();
    live.change((held) => changePending(held, clientId, { state: 'sending', problem: undefined }));
    return transmit({ ...pending, state: 'sending' });
  }

  function again(clientId: string): void {
    void retry(clientId).catch(() => undefined);
  }

  function discard(clientId: string): void {
    live.change((held) => removePending(held, clientId));
    shelf.write(session.id, clientId);
  }

  /** After a lost connection, what failed only for that goes again by itself. */
  function resend(): void {
    for (const one of live.state.pending) {
      if (one.problem && passes(one.problem.code)) again(one.clientId);
    }
  }

  /** What a closed tab left behind: unknown whether it arrived, so it is sent again under its id. */
  function restore(): void {
    const left = Object.values(shelf.read(session.id)).sort((a, b) => a.at.localeCompare(b.at));
    for (const one of left) {
      live.change((held) => addPending(held, { ...one, state: 'failed' }));
      again(one.clientId);
    }
  }

  /** `agent` has signed out: whoever is next at this browser must not send it. */
  const forget = (agent: Id) => shelf.clear(agent);
  return { send, retry, discard, resend, restore, forget };
});
