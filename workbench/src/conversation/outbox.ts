import { defineStore } from 'pinia';
import { api, call } from '@/api/client';
import type { Attachment, Id } from '@/api/types';
import { asProblem } from '@/api/problem';
import { useLive } from '@/live/store';
import type { Pending } from '@/live/state';
import { addPending, applyMessage, changePending, removePending } from '@/live/thread';
import { readStored, writeStored } from '@/shell/stored';

const KEY = 'yingke.outbox';

/** Own messages on their way. `clientId` makes every retry safe: the server keeps the first. */
export const useOutbox = defineStore('outbox', () => {
  const live = useLive();
  const remember = () => writeStored(KEY, live.state.pending);

  async function transmit(pending: Pending): Promise<void> {
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
      const { problem } = asProblem(error);
      live.change((held) => changePending(held, clientId, { state: 'failed', problem }));
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
    if (!pending) return Promise.resolve();
    live.change((held) => changePending(held, clientId, { state: 'sending', problem: undefined }));
    return transmit({ ...pending, state: 'sending' });
  }

  function discard(clientId: string): void {
    live.change((held) => removePending(held, clientId));
    remember();
  }

  /** After a lost connection, what failed only for that goes again by itself. */
  function resend(): void {
    for (const one of live.state.pending) {
      if (one.state === 'failed' && one.problem?.code === 'network')
        void retry(one.clientId).catch(() => undefined);
    }
  }

  /** What a closed tab left behind: unknown whether it arrived, so it is sent again under its id. */
  function restore(): void {
    for (const one of readStored<Pending[]>(KEY, [])) {
      live.change((held) => addPending(held, one));
      void retry(one.clientId).catch(() => undefined);
    }
  }

  return { send, retry, discard, resend, restore };
});
