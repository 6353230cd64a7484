import { describe, expect, it } from 'vitest';
import { EMPTY, type LiveState } from '@/live/state';
import { madeRow } from '@/live/made';
import {
  listItems,
  mentionsOfMe,
  myLoad,
  newsFollowed,
  nextTo,
  queueLength,
  waitingForMe,
  type View,
} from './groups';

const now = new Date(2026, 10, 22, 14, 0).getTime();
const ago = (minutes: number) => new Date(now - minutes * 60_000).toISOString();
const rows = [
  madeRow({ id: 'short', waitingSince: ago(1), lastAt: ago(1) }),
  madeRow({ id: 'long', waitingSince: ago(9), lastAt: ago(0) }),
  madeRow({ id: 'answered', waitingSince: null, lastAt: ago(3) }),
  madeRow({ id: 'later', status: 'snoozed', snoozedUntil: ago(-60) }),
  madeRow({ id: 'waitsInQueue', status: 'queued', agentId: null, teamId: 't1' }),
  madeRow({ id: 'hers', agentId: 'other' }),

  madeRow({ id: 'done', status: 'ended', endedAt: ago(30) }),
  madeRow({ id: 'yesterday', status: 'ended', endedAt: ago(24 * 60) }),
];
const record = (list: typeof rows) => Object.fromEntries(list.map((row) => [row.id, row]));
const state: LiveState = { ...EMPTY, agent: 'me', rows: record(rows) };

function check(view: Partial<View>): string[] {
  const full: View = { tab: 'mine', order: 'waiting', teamId: null, folded: new Set(), ...view };
  return listItems(state, full, now).map((item) =>
    item.type === 'group' ? `${item.key} ${item.count}` : item.key,
  );
}

describe('list', () => {
  it('groups mine, longest waiting first', () => {
    expect(check({})).toEqual([
      'waiting 2',
      'long',
      'short',
      'answered 1',
      'answered',
      'snoozed 1',
      'later',
      'ended 1',
      'done',
    ]);
  });
  it('sorts by newest', () => expect(check({ order: 'newest' })[1]).toBe('long'));
  it('folds groups', () =>
    expect(check({ folded: new Set(['waiting', 'ended']) })).toEqual([
      'waiting 2',
      'answered 1',
      'answered',
      'snoozed 1',
      'later',
      'ended 1',
    ]));
  it('shows the queue and colleagues', () => {
    expect(check({ tab: 'queue' })).toEqual(['queue 1', 'waitsInQueue']);
    expect(check({ tab: 'colleagues' })).toEqual(['colleagues 1', 'hers']);
  });
  it('filters by team', () => {
    expect(check({ tab: 'queue', teamId: 't2' })).toEqual([]);
    expect(check({ tab: 'queue', teamId: 't1' })).toHaveLength(2);
  });
  it('shows what mentions me and what I follow, and counts what is new there', () => {
    const followers = [{ agentId: 'me', since: 3 }];
    const beside = [
      madeRow({
        id: 'named',
        agentId: 'other',
        collaboration: { followers, mentioned: ['me'] },
        inboundCount: 3,
      }),
      madeRow({ id: 'followed', agentId: 'other', collaboration: { followers }, inboundCount: 5 }),
      madeRow({
        id: 'over',
        agentId: 'other',
        status: 'ended',
        collaboration: { followers },
        inboundCount: 3,
      }),
      madeRow({ id: 'hers', agentId: 'other', collaboration: { mentioned: ['other'] } }),
    ];
    const held: LiveState = { ...state, rows: record(beside) };
    const full: View = { tab: 'mentions', order: 'newest', teamId: null, folded: new Set() };
    const keys = (tab: View['tab']) => listItems(held, { ...full, tab }, now).map((item) => item.key);
    expect(keys('mentions')).toEqual(['mentions', 'named']);
    expect(keys('following')).toEqual(['followed', 'followed', 'named', 'followedEnded', 'over']);
    expect([mentionsOfMe(held), newsFollowed(held)]).toEqual([1, 1]);
    expect(newsFollowed({ ...held, reads: { followed: 5 } })).toBe(0);
  });
  it('counts only what waits for me', () => expect(waitingForMe(state)).toBe(2));
  it('counts the queue by its rows, whatever was counted a second ago', () => {
    const told = { mine: 0, queue: 7, colleagues: 0 };
    expect(queueLength({ ...state, counters: told })).toBe(1);
    const many = Array.from({ length: 500 }, (_, at) =>
      madeRow({ id: `q${at}`, status: 'queued', agentId: null }),
    );
    expect(queueLength({ ...state, rows: record(many), counters: { ...told, queue: 812 } })).toBe(812);
  });
  it('puts what is offered to me above everything, the most pressing first', () => {
    const until = (seconds: number) => new Date(now + seconds * 1000).toISOString();
    const offered = [
      madeRow({ id: 'calm', status: 'offered', offeredUntil: until(50) }),
      madeRow({ id: 'pressing', status: 'offered', offeredUntil: until(9) }),
    ];
    const more = { ...state, rows: record([...rows, ...offered]) };
    const full: View = { tab: 'mine', order: 'newest', teamId: null, folded: new Set() };
    expect(listItems(more, full, now).slice(0, 4)).toMatchObject([
      { type: 'group', key: 'offered', count: 2 },
      { key: 'pressing' },
      { key: 'calm' },
      { type: 'group', key: 'waiting' },
    ]);
    expect(waitingForMe(more)).toBe(4);
    expect(myLoad(more)).toBe(myLoad(state) + 2);
    expect(listItems(more, { ...full, tab: 'queue' }, now)).toHaveLength(2);
  });
  it('goes on with the next row, at the end with the one before', () => {
    const full: View = { tab: 'mine', order: 'waiting', teamId: null, folded: new Set() };
    const items = listItems(state, full, now);
    expect(nextTo(items, 'long')).toBe('short');
    expect(nextTo(items, 'short')).toBe('answered');
    expect(nextTo(items, 'done')).toBe('later');
    expect(nextTo(items, 'hers')).toBeNull();
  });
});
