import { api, call } from '@/api/client';
import type { Id, NewColleague, Row } from '@/api/types';
import { applyRow } from '@/live/apply';
import { mentioned } from '@/live/state';
import { useLive } from '@/live/store';

/** What an agent does to a conversation. Each answer carries the row after the change. */
export function useActions() {
  const live = useLive();

  async function take(request: Promise<{ conversation: Row }>): Promise<void> {
    const { conversation } = await request;
    // Handed away, it may have left before the answer came: that does not bring it back.
    live.change((held) => (conversation.id in held.rows ? applyRow(held, conversation) : held));
  }
  const at = (id: Id) => ({ path: { id } });

  return {
    end: (id: Id) => take(call(api.POST('/api/v1/conversations/{id}/end', { params: at(id) }))),
    reopen: (id: Id) => take(call(api.POST('/api/v1/conversations/{id}/reopen', { params: at(id) }))),
    snooze: (id: Id, until: string) =>
      take(call(api.POST('/api/v1/conversations/{id}/snooze', { params: at(id), body: { until } }))),
    assign: (id: Id, to: { agentId?: Id; teamId?: Id }) =>
      take(call(api.POST('/api/v1/conversations/{id}/assign', { params: at(id), body: to }))),
    follow: (id: Id) => take(call(api.PUT('/api/v1/conversations/{id}/follow', { params: at(id) }))),
    unfollow: (id: Id, agentId: Id) =>
      take(
        call(
          api.DELETE('/api/v1/conversations/{id}/followers/{agentId}', { params: { path: { id, agentId } } }),
        ),
      ),
    askHelp: (id: Id, reason: string) =>
      take(call(api.POST('/api/v1/conversations/{id}/help', { params: at(id), body: { reason } }))),
    seeToHelp: (id: Id) => take(call(api.DELETE('/api/v1/conversations/{id}/help', { params: at(id) }))),
    invite: (id: Id, asked: NewColleague) =>
      take(call(api.POST('/api/v1/conversations/{id}/invited', { params: at(id), body: asked }))),
    uninvite: (id: Id, agentId: Id) =>
      take(
        call(
          api.DELETE('/api/v1/conversations/{id}/invited/{agentId}', { params: { path: { id, agentId } } }),
        ),
      ),
    /** What is offered to me. */
    accept: (id: Id) => take(call(api.POST('/api/v1/conversations/{id}/accept', { params: at(id) }))),
    decline: (id: Id) => take(call(api.POST('/api/v1/conversations/{id}/decline', { params: at(id) }))),
    tag: (id: Id, tagIds: Id[]) =>
      take(call(api.PUT('/api/v1/conversations/{id}/tags', { params: at(id), body: { tagIds } }))),

    /** Read marks show at once and are never worth an error message: the next one repeats them. */
    async read(row: Row): Promise<void> {
      const known = (live.state.reads[row.id] ?? 0) >= row.inboundCount;
      if (known && !mentioned(live.state, row)) return;
      const count = row.inboundCount;
      live.change((held) => ({ ...held, reads: { ...held.reads, [row.id]: count } }));
      const params = at(row.id);
      await call(api.PUT('/api/v1/conversations/{id}/read', { params, body: { count } })).catch(
        () => undefined,
      );
    },
  };
}
