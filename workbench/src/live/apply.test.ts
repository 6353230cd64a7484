import { describe, expect, it } from 'vitest';
import type { EventFrame, ServerFrame } from '@/api/types';
import { applyFrame, applyRow } from './apply';
import { madeEvent, madeMessage, madeRow, madeSnapshot } from './made';
import { EMPTY, unread, type LiveState, type Pending } from './state';
import {
  addPending,
  applyMessage,
  applyNewestPage,
  applyOlderPage,
  forgetThread,
  openThread,
} from './thread';

const run = (state: LiveState, frames: ServerFrame[]) =>
  frames.reduce((held, frame) => applyFrame(held, frame, 0), state);
const window = {
  openedAt: '2026-11-22T09:00:00.000Z',
  until: '2026-11-24T09:00:00.000Z',
  of: 5,
  left: 4,
  automatic: 0,
};
const customer = { kind: 'customer', id: 'u1', name: '沈悦' } as const;

/** A day in one conversation: received, replied, delivered, read, tagged, marked, ended. */
function story(): ServerFrame[] {
  const row = (version: number, change = {}) => madeRow({ version, ...change });
  return [
    madeEvent(11, 'message.received', {
      actor: customer,
      conversation: row(2, { inboundCount: 2 }),
      message: madeMessage(11),
    }),
    madeEvent(12, 'message.sent', {
      conversation: row(3, { inboundCount: 2, waitingSince: null }),
      message: madeMessage(12, { direction: 'outbound', clientId: 'x', delivery: 'sent' }),
    }),
    madeEvent(13, 'conversation.seen', {
      conversation: row(4, { inboundCount: 2, customerReadPosition: 12 }),
    }),
    { type: 'mark', prev: 13, seq: 20 },
    madeEvent(21, 'conversation.read', {
      prev: 20,
      conversation: row(4, { inboundCount: 2 }),
      read: { agent: 'me', count: 2 },
    }),
    madeEvent(22, 'conversation.tagged', { conversation: row(5, { tags: ['t1'], inboundCount: 2 }) }),
    madeEvent(23, 'agent.status', { agent: { id: 'me', name: '周岚', status: 'break', reason: 'lunch' } }),
    madeEvent(24, 'settings.changed', { what: 'tags' }),
    madeEvent(25, 'consultation.ended', {
      conversation: row(6, { status: 'ended', inboundCount: 2 }),
      message: madeMessage(25, { direction: 'internal', kind: 'event', position: undefined }),
    }),
    // What was said long ago arrives at last, is taken back, and the channel's window moves on.
    madeEvent(26, 'message.changed', {
      conversation: row(7, { status: 'ended', inboundCount: 2 }),
      message: madeMessage(12, { direction: 'outbound', clientId: 'x', delivery: 'delivered' }),
    }),
    madeEvent(27, 'message.changed', {
      actor: customer,
      conversation: row(8, { status: 'ended', inboundCount: 2 }),
      message: madeMessage(11, { recalledAt: '2026-11-22T09:01:00.000Z' }),
    }),
    madeEvent(28, 'conversation.changed', {
      conversation: row(9, { status: 'ended', inboundCount: 2, heldBy: '赵一', window }),
    }),
    { type: 'leave', prev: 28, seq: 29, conversation: 'c2' },
  ];
}
const start = () => {
  const page = { items: [madeMessage(10)], more: false, seq: 10 };
  return applyNewestPage(run(EMPTY, [madeSnapshot(10, [madeRow(), madeRow({ id: 'c2' })])]), 'c1', page);
};

describe('presence', () => {
  const seenAt = '2026-11-22T09:00:00.000Z';
  const frame = (online: boolean): ServerFrame => ({ type: 'presence', conversation: 'c1', online, seenAt });
  it('is what the last frame said, and is forgotten with the thread', () => {
    const came = run(start(), [frame(true)]);
    expect(came.presence).toEqual({ c1: { online: true, seenAt } });
    const left = run(came, [frame(false)]);
    expect(left.presence['c1']?.online).toBe(false);
    expect(left.seq).toBe(came.seq);
    expect(forgetThread(left, 'c1').presence).toEqual({});
  });
});

describe('frames', () => {
  it('gives one state for every duplicate and every replayed stretch', () => {
    const frames = story();
    const expected = run(start(), frames);
    expect(expected.seq).toBe(29);
    for (let cut = 0; cut <= frames.length; cut += 1) {
      for (let back = 0; back <= cut; back += 1) {
        const replayed = [...frames.slice(0, cut), ...frames.slice(back, cut), ...frames.slice(cut)];
        expect(run(start(), replayed)).toEqual(expected);
      }
    }
  });

  it('changes nothing after a gap until the missing frames arrive', () => {
    const frames = story();
    const expected = run(start(), frames);
    for (let missing = 0; missing < frames.length; missing += 1) {
      const torn = frames.filter((_, index) => index !== missing);
      expect(run(run(start(), torn), frames)).toEqual(expected);
    }
  });

  it('returns the very same state for a stale frame and for one after a gap', () => {
    const frames = story();
    for (let at = 0; at <= frames.length; at += 1) {
      const held = run(start(), frames.slice(0, at));
      for (const stale of frames.slice(0, at)) expect(applyFrame(held, stale, 0)).toBe(held);
      for (const early of frames.slice(at + 1)) expect(applyFrame(held, early, 0)).toBe(held);
    }
  });

  it('reaches the same state when the page is read at any moment', () => {
    const frames = story();
    const expected = run(start(), frames).threads.c1?.messages;
    const pages = [0, 1, 2, 3].map((count) => {
      const before = run(start(), frames.slice(0, count));
      return { items: before.threads.c1!.messages, more: false, seq: before.seq! };
    });
    for (const page of pages) {
      for (let at = 0; at <= frames.length; at += 1) {
        let state = run(EMPTY, [madeSnapshot(10, [madeRow(), madeRow({ id: 'c2' })])]);
        state = openThread(state, 'c1');
        state = applyNewestPage(run(state, frames.slice(0, at)), 'c1', page);
        expect(run(state, frames.slice(at)).threads.c1?.messages).toEqual(expected);
      }
    }
  });

  it('old snapshot and events equal a fresh snapshot', () => {
    const old = run(start(), story());
    const fresh = run(EMPTY, [
      madeSnapshot(29, Object.values(old.rows), {
        reads: { c1: 2 },
        agents: [{ id: 'me', name: '周岚', status: 'break', reason: 'lunch' }],
        counters: old.counters,
      }),
    ]);
    for (const part of ['seq', 'agent', 'rows', 'reads', 'agents', 'counters'] as const) {
      expect(old[part]).toEqual(fresh[part]);
    }
  });

  it('keeps the newer row when an HTTP answer overtook the event', () => {
    const ahead = applyRow(start(), madeRow({ version: 9, status: 'snoozed' }));
    expect(applyRow(ahead, madeRow({ version: 8 })).rows.c1?.status).toBe('snoozed');
  });

  it('never counts unread backwards', () => {
    const state = { ...start(), reads: { c1: 5 } };
    const event = madeEvent(11, 'conversation.read', {
      conversation: madeRow({ inboundCount: 5 }),
      read: { agent: 'me', count: 3 },
    });
    expect(run(state, [event]).reads.c1).toBe(5);
    expect(unread(run(start(), story().slice(0, 1)), madeRow({ inboundCount: 2 }))).toBe(2);
  });

  it('lets typing lapse and end with the message', () => {
    const typing: ServerFrame = { type: 'typing', conversation: 'c1', by: customer, on: true, text: '要是' };
    expect(applyFrame(start(), typing, 1000).typing.c1?.until).toBe(7000);
    expect(run(start(), [typing, story()[0] as EventFrame]).typing.c1).toBeUndefined();
  });
});

describe('lines that change', () => {
  const ended = run(start(), story());
  const lines = ended.threads.c1?.messages ?? [];

  it('stay in their place, with what became of them', () => {
    expect(lines.map((one) => one.seq)).toEqual([10, 11, 12, 25]);
    expect(lines[1]?.recalledAt).toBeTruthy();
    expect(lines[2]?.delivery).toBe('delivered');
  });

  it('are not undone by a page that was read before', () => {
    const old = { items: [madeMessage(11), madeMessage(12, { delivery: 'sent' })], more: false, seq: 20 };
    const after = applyNewestPage(ended, 'c1', old).threads.c1?.messages;
    expect(after?.map((one) => one.recalledAt ?? one.delivery ?? '')).toEqual(
      lines.map((one) => one.recalledAt ?? one.delivery ?? ''),
    );
  });

  it('are left to paging while they are not loaded', () => {
    const newest = { items: [madeMessage(50)], more: true, seq: 60 };
    const state = applyNewestPage({ ...start(), seq: 60, threads: {} }, 'c1', newest);
    const change = madeEvent(61, 'message.changed', { message: madeMessage(11, { text: 'edited' }) });
    expect(run(state, [change]).threads.c1?.messages.map((one) => one.seq)).toEqual([50]);
  });

  it('move the row: who holds it, and what the channel still takes', () => {
    expect(ended.rows.c1).toMatchObject({ heldBy: '赵一', window: { left: 4 } });
  });

  it('leave what the customer is typing alone', () => {
    const typing: ServerFrame = { type: 'typing', conversation: 'c1', by: customer, on: true, text: '还' };
    const before = applyFrame(run(start(), story().slice(0, 8)), typing, 1000);
    const after = run(before, story().slice(8));
    expect(after.typing.c1?.text).toBe('还');
  });
});

describe('own messages', () => {
  const pending: Pending = {
    clientId: 'x',
    conversationId: 'c1',
    kind: 'reply',
    text: '好的',
    attachments: [],
    at: '',
    state: 'sending',
  };
  const answer = madeMessage(12, { direction: 'outbound', clientId: 'x', delivery: 'sent' });

  it('are replaced by whichever comes first, and appear once', () => {
    const event = madeEvent(12, 'message.sent', { prev: 10, message: answer });
    const eventFirst = applyMessage(run(addPending(start(), pending), [event]), answer, answer.seq);
    const answerFirst = run(applyMessage(addPending(start(), pending), answer, answer.seq), [event]);
    for (const state of [eventFirst, answerFirst]) {
      expect(state.pending).toEqual([]);
      expect(state.threads.c1?.messages.map((one) => one.id)).toEqual(['m10', 'm12']);
    }
  });
});

describe('pages', () => {
  it('leave no hole: a page that does not reach the loaded ones replaces them', () => {
    const far = { items: [madeMessage(50), madeMessage(51)], more: true, seq: 60 };
    const thread = applyNewestPage(start(), 'c1', far).threads.c1;
    expect(thread?.messages.map((one) => one.seq)).toEqual([50, 51]);
    expect(thread?.more).toBe(true);
  });

  it('join without dropping what is held when they overlap', () => {
    const held = run(start(), story());
    const page = { items: [madeMessage(12), madeMessage(25)], more: true, seq: 30 };
    const thread = applyNewestPage(held, 'c1', page).threads.c1;
    expect(thread?.messages.map((one) => one.seq)).toEqual([10, 11, 12, 25]);
  });

  it('put older messages before, and ignore changes of those not loaded', () => {
    const newest = { items: [madeMessage(50)], more: true, seq: 60 };
    const state = applyNewestPage({ ...start(), threads: {} }, 'c1', newest);
    expect(applyMessage(state, madeMessage(20), 61).threads.c1?.messages).toHaveLength(1);
    const older = applyOlderPage(state, 'c1', {
      items: [madeMessage(48), madeMessage(49)],
      more: false,
      seq: 60,
    });
    expect(older.threads.c1?.messages.map((one) => one.seq)).toEqual([48, 49, 50]);
    expect(older.threads.c1?.more).toBe(false);
  });
});

describe('working together', () => {
  const zhou = { kind: 'agent', id: 'zhou', name: '周岚' } as const;
  const note = (by: string, mentioned: string[]) =>
    madeEvent(11, 'note.added', {
      conversation: madeRow({ version: 2, collaboration: { mentioned } }),
      message: madeMessage(11, {
        direction: 'internal',
        kind: 'note',
        author: { ...zhou, id: by },
        mentions: [{ kind: 'agent', id: 'me', name: '我' }],
      }),
    });
  const held = run(EMPTY, [madeSnapshot(10, [madeRow({ agentId: 'other' })])]);
  it('tells of a note that names me, and of no other', () => {
    const named = run(held, [note('zhou', ['me'])]).named;
    expect(named).toEqual({ conversation: 'c1', by: '周岚', how: 'mention' });
    expect(run(held, [note('zhou', ['other'])]).named).toBeNull();
    expect(run(held, [note('me', ['me'])]).named).toBeNull();
  });
  it('tells of an invitation of mine', () => {
    const invited = [{ agentId: 'me', part: 'joins' as const, by: 'zhou', at: '2026-11-22T09:00:00.000Z' }];
    const joined = (what: string) =>
      madeEvent(11, 'conversation.joined', {
        actor: zhou,
        conversation: madeRow({ version: 2, collaboration: { invited } }),
        message: madeMessage(11, { kind: 'event', event: { what, to: '我' } }),
      });
    expect(run(held, [joined('joined')]).named?.how).toBe('invitation');
    expect(run(held, [joined('helpAsked')]).named).toBeNull();
  });
  it('takes my reading from whoever looked', () => {
    const looked = madeEvent(11, 'conversation.looked', {
      conversation: madeRow({ version: 2, inboundCount: 4 }),
      read: { agent: 'me', count: 4 },
    });
    const state = run(held, [looked]);
    expect([state.reads.c1, state.rows.c1?.version]).toEqual([4, 2]);
  });
  it('counts to a follower only what came since', () => {
    const followers = [{ agentId: 'me', since: 3 }];
    const row = madeRow({ inboundCount: 5, collaboration: { followers } });
    expect(unread({ ...EMPTY, agent: 'me' }, row)).toBe(2);
    expect(unread({ ...EMPTY, agent: 'me', reads: { c1: 5 } }, row)).toBe(0);
  });
});
