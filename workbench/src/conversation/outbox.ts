import { defineStore } from 'pinia';
import { api, call } from '@/api/client';
import type { Attachment, Id } from '@/api/types';
import { asProblem } from '@/api/problem';
import { useLive } from '@/live/store';
import type { Pending } from '@/live/state';
import { addPending, applyMessage, changePending, removePending } from '@/live/thread';
import { readStored, writeStored } from '@/shell/stored';

const KEY = 'yingke.outbox';
/** "Not now" rather than "not this": what was refused so goes again by itself. */
const FOR_NOW = [
  'network',
  'busy',
  'database_away',
  'outcome_unknown',
  'disk_full',
  'http_502',
  'http_503',
  'http_504',
];
const AGAIN_AFTER = 5_000;
/** Somebody has to make room first; until then every try costs the server a refused write. */
const ROOM_AFTER = 15_000;

/** Own messages on their way. `clientId` makes every retry safe: the server keeps the first. */
export const useOutbox = defineStore('outbox', () => {
  const live = useLive();
  const remember = () => writeStored(KEY, live.state.pending);

  const turns = new Map<Id, Promise<void>>();

  /** One after the other in each conversation: they arrive in the order they were written. */
  function transmit(pending: Pending): Promise<void> {
    const before = turns.get(pending.conversationId) ?? Promise.resolve();
    const sent = before.then(() => post(pending));
    turns.set(
      pending.conversationId,
      sent.catch(() => undefined),
    );
    return sent;
  }

  async function post(pending: Pending): Promise<void> {
    const path = { id: pending.conversationId };
    const { clientId, text } = pending;
    const attachmentIds = pending.attachments.map((one) => one.id);
    try {
      const message = await call(
        pending.kind === 'note'
          ? api.POST('/api/v1/conversations/{id}/notes', { params: { path }, body: { clientId, text } })
          : api.POST('/api/v1/conversations/{id}/messages', {
              params: { path },
              body: { clientId, text, ...(attachmentIds.length > 0 ? { attachmentIds } : {}) },
            }),
      );
      // Whichever is first, this answer or the event: the other finds it done.
      live.change((held) => removePending(applyMessage(held, message, message.seq), clientId));
    } catch (error) {
      const { problem, retryAfter } = asProblem(error);
      live.change((held) => changePending(held, clientId, { state: 'failed', problem }));
      if (FOR_NOW.includes(problem.code)) {
        const usual = problem.code === 'disk_full' ? ROOM_AFTER : AGAIN_AFTER;
        setTimeout(() => again(clientId), retryAfter ? retryAfter * 1000 : usual);
      }
      throw error;
    } finally {
      remember();
    }
  }

  function send(
    conversationId: Id,
    kind: Pending['kind'],
    text: string,
    attachments: Attachment[],
  ): Promise<void> {
    const pending: Pending = {
      clientId: crypto.randomUUID(),
      conversationId,
      kind,
      text,
      attachments,
      at: new Date().toISOString(),
      state: 'sending',
    };
    live.change((held) => addPending(held, pending));
    remember();
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
    remember();
  }

  /** After a lost connection, what failed only for that goes again by itself. */
  function resend(): void {
    for (const one of live.state.pending) {
      if (one.problem && FOR_NOW.includes(one.problem.code)) again(one.clientId);
    }
  }

  /** What a closed tab left behind: unknown whether it arrived, so it is sent again under its id. */
  function restore(): void {
    for (const one of readStored<Pending[]>(KEY, [])) {
      live.change((held) => addPending(held, { ...one, state: 'failed' }));
      again(one.clientId);
    }
  }

  return { send, retry, discard, resend, restore };
});
