import { expect, it } from 'vitest';
import { addressOf, askedOf, questionOf } from './asked';

it('an address and what it asks for are each other’s image', () => {
  const address = { q: '帐篷', from: 'note', inbox: 'i', tag: 't', since: '2026-11-01', until: '2026-11-02' };
  expect(addressOf(askedOf(address))).toEqual(address);
  expect(addressOf({ q: '', filters: {} })).toEqual({});
});

it('what an address cannot mean is left out', () => {
  const odd = { q: ['a', 'b'], from: 'robot', since: 'yesterday', until: '', agent: null, other: 'x' };
  expect(askedOf(odd)).toEqual({ q: '', filters: {} });
});

it('days are whole local days', () => {
  const asked = askedOf({ q: 'tent', since: '2026-10-31', until: '2026-10-31' });
  const { since, until } = questionOf(asked, 20, null);
  expect(new Date(since ?? '')).toEqual(new Date(2026, 9, 31));
  expect(new Date(until ?? '')).toEqual(new Date(2026, 10, 1));
  expect(questionOf(asked, 20, 'c')).toMatchObject({ q: 'tent', limit: 20, cursor: 'c' });
});
