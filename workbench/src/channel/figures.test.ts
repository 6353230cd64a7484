import { expect, it } from 'vitest';
import { bars, millis, percent } from './figures';

it('reads spans in the unit people think in', () => {
  expect([null, 38, 999.6, 4600, 42_000, 90_000].map(millis)).toEqual([
    '—',
    '38 ms',
    '1000 ms',
    '4.6 s',
    '42 s',
    '1.5 min',
  ]);
});

it('never calls it all when something failed', () => {
  expect([null, 0.99999, 1, 0.985].map(percent)).toEqual(['—', '99.9%', '100%', '98.5%']);
});

it('shows a single failure beside a busy hour', () => {
  const shown = bars([
    { sent: 500, failed: 1 },
    { sent: 0, failed: 0 },
  ]);
  expect(shown).toEqual([
    { sent: 100, failed: 4 },
    { sent: 0, failed: 0 },
  ]);
});
