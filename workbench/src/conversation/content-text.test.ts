import { expect, it } from 'vitest';
import type { Content } from '@/api/types';
import { madeMessage } from '@/live/made';
import { dialled, gist, host, mapUrl } from './content-text';

it('tells a message in a few words', () => {
  const of = (content: Content) => gist(madeMessage(1, { text: '', content }));
  expect(gist(madeMessage(1))).toEqual({ text: 'text 1' });
  expect(of({ type: 'link', title: '退换政策', url: '' })).toEqual({ text: '退换政策' });
  expect(of({ type: 'unsupported', kind: 'pay' })).toEqual({ key: 'content.unsupported', params: {} });
  expect(gist(madeMessage(1, { recalledAt: '2026-11-22T09:01:00.000Z' }))).toHaveProperty('key');
});

it('never breaks on an address', () => {
  expect([host('https://shop.example/a'), host('not one')]).toEqual(['shop.example', 'not one']);
});

it('puts a name into a map address as data', () => {
  const url = new URL(mapUrl({ latitude: 30.6, longitude: 104.1, name: 'a&b=c' }, 'zh-CN'));
  expect(url.searchParams.get('name')).toBe('a&b=c');
});

it('dials a number however it was written down', () => {
  expect(dialled('+86 138-0000 0000')).toBe('tel:+8613800000000');
});
