import { expect, it } from 'vitest';
import { madeRow } from '@/live/made';
import { EMPTY } from '@/live/state';
import { myOffers, offeredTo, secondsLeft } from './offer';

const now = Date.parse('2026-11-22T09:00:00.000Z');
const offered = (id: string, seconds: number, agentId = 'me') =>
  madeRow({
    id,
    agentId,
    status: 'offered',
    offeredUntil: new Date(now + seconds * 1000).toISOString(),
  });

it('is offered only while it is, and only to whom it is', () => {
  expect(offeredTo(offered('a', 5), 'me')).toBe(true);
  expect(offeredTo(offered('a', 5, 'other'), 'me')).toBe(false);
  expect(offeredTo(madeRow(), 'me')).toBe(false);
  expect(offeredTo(offered('a', 5), null)).toBe(false);
});

it('counts down to nothing, never below', () => {
  const row = offered('a', 12);
  expect([0, 400, 11_001, 12_000, 60_000].map((later) => secondsLeft(row, now + later))).toEqual([
    12, 12, 1, 0, 0,
  ]);
});

it('tells the most pressing first', () => {
  const rows = [offered('later', 40), offered('sooner', 9), offered('hers', 3, 'other'), madeRow()];
  const state = { ...EMPTY, agent: 'me', rows: Object.fromEntries(rows.map((row) => [row.id, row])) };
  expect(myOffers(state).map((row) => row.id)).toEqual(['sooner', 'later']);
});
