import { describe, expect, it } from 'vitest';
import { madeMessage } from '@/live/made';
import type { Pending } from '@/live/state';
import { firstUnread, threadItems } from './items';

const day = (d: number, h: number, m = 0) => new Date(2026, 10, d, h, m).toISOString();
const messages = [
  madeMessage(1, { at: day(21, 9) }),
  madeMessage(2, { at: day(21, 9, 1) }),
  madeMessage(3, { at: day(22, 8), kind: 'event', direction: 'internal' }),
  madeMessage(4, {
    at: day(22, 9),
    direction: 'outbound',
    clientId: 'x',
    author: { kind: 'agent', id: 'me', name: '周岚' },
  }),
  madeMessage(5, { at: day(22, 10) }),
  madeMessage(6, { at: day(22, 10, 1) }),
];
const pending: Pending = {
  clientId: 'p',
  conversationId: 'c1',
  kind: 'reply',
  text: '',
  attachments: [],
  at: '',
  state: 'sending',
};

describe('thread items', () => {
  it('puts days, events, the unread mark and own pending messages in line', () => {
    const items = threadItems(messages, [pending], firstUnread(messages, 2));
    expect(items.map((item) => item.key)).toEqual([
      'day-m1',
      'm1',
      'm2',
      'day-m3',
      'm3',
      'x',
      'unread',
      'm5',
      'm6',
      'p',
    ]);
  });
  it('joins what one speaker says in a row', () => {
    const joined = threadItems(messages, [], null).filter((item) => 'joined' in item && item.joined);
    expect(joined.map((item) => item.key)).toEqual(['m2', 'm6']);
  });
  it('finds the first unread from the end', () => {
    expect(firstUnread(messages, 0)).toBeNull();
    expect(firstUnread(messages, 1)).toBe('m6');
    expect(firstUnread(messages, 99)).toBe('m1');
  });
});
