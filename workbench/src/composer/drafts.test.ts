import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, expect, it, vi } from 'vitest';
import type { Me } from '@/api/types';
import { useSession } from '@/staff/session';
import { useDrafts } from './drafts';

const signIn = (id: string) => (useSession().me = { agent: { id } } as Me);
/** A page that is opened: another tab, or the same one again. */
function open(id: string) {
  setActivePinia(createPinia());
  signIn(id);
  return useDrafts();
}
const closes = () => window.dispatchEvent(new Event('pagehide'));
const seen = (drafts: ReturnType<typeof useDrafts>) => [
  drafts.get('c1', 'reply'),
  drafts.get('c1', 'note'),
  drafts.get('c2', 'reply'),
];

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
});

it('survives the reload, even at once', () => {
  const drafts = open('me');
  drafts.set('c1', 'reply', '好的');
  drafts.set('c1', 'note', '看一下');
  closes();
  expect(seen(open('me'))).toEqual(['好的', '看一下', '']);
});

it('survives a crash of the browser a moment later', () => {
  open('me').set('c1', 'reply', '好的');
  vi.advanceTimersByTime(300);
  expect(seen(open('me'))).toEqual(['好的', '', '']);
});

it('is gone when it was sent, and stays gone', () => {
  const drafts = open('me');
  drafts.set('c1', 'reply', '好的');
  vi.advanceTimersByTime(300);
  drafts.set('c1', 'reply', '');
  expect(seen(open('me'))).toEqual(['', '', '']);
});

it('keeps what two tabs write apart', () => {
  const one = open('me');
  const two = open('me');
  one.set('c1', 'reply', 'from one');
  two.set('c2', 'reply', 'from two');
  closes();
  expect(seen(open('me'))).toEqual(['from one', '', 'from two']);
});

it('follows what another tab writes and sends', () => {
  const here = open('me');
  const other = open('me');
  const told = (value: string | null) =>
    window.dispatchEvent(new StorageEvent('storage', { key: 'yingke.draft.me.c1', newValue: value }));
  other.set('c1', 'reply', 'half');
  vi.advanceTimersByTime(300);
  told('…');
  expect(seen(here)).toEqual(['half', '', '']);
  other.set('c1', 'reply', '');
  told(null);
  expect(seen(here)).toEqual(['', '', '']);
});

it('is nobody else’s, and waits for whoever was signed out by the server', () => {
  const drafts = open('me');
  drafts.set('c1', 'reply', '好的');
  useSession().me = null;
  expect(seen(drafts)).toEqual(['', '', '']);
  signIn('colleague');
  expect(seen(drafts)).toEqual(['', '', '']);
  signIn('me');
  expect(seen(drafts)).toEqual(['好的', '', '']);
});

it('ends with the sign-out', () => {
  const drafts = open('me');
  drafts.set('c1', 'reply', '好的');
  useSession().me = null;
  drafts.forget('me');
  expect(seen(open('me'))).toEqual(['', '', '']);
});
