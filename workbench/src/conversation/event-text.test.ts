import { expect, it } from 'vitest';
import { madeMessage } from '@/live/made';
import { eventText } from './event-text';

const me = { id: 'me', name: '周岚' };
const said = (what: string, to?: string) =>
  eventText(madeMessage(1, { event: { what, to }, author: { kind: 'agent', id: 'me', name: '周岚' } }), me, {
    you: '你',
    time: (at) => at,
  });

it('has a sentence for whatever a channel tells of', () => {
  const told = ['entered', 'blockedUs', 'unblockedUs', 'heldElsewhere', 'givenBack'];
  expect(told.map((what) => said(what)?.key)).toEqual([
    'event.entered',
    'event.blockedUs',
    'event.unblockedUs',
    'event.heldByNobody',
    'event.givenBack',
  ]);
  expect(said('heldElsewhere', '赵一')).toEqual({ key: 'event.heldBy', params: { to: '赵一' } });
  expect(said('entered', '官网')).toEqual({ key: 'event.enteredFrom', params: { to: '官网' } });
});

it('says by which way a conversation went on', () => {
  expect(said('wentOn', 'mail')).toEqual({ key: 'event.wentOn.mail', params: { by: '你' } });
  expect(said('wentOn', 'sms')?.key).toBe('event.wentOn.sms');
});

it('leaves what it does not know to the server’s words', () => {
  expect(said('wentOn', 'pigeon')).toBeNull();
  expect(said('somethingNew')).toBeNull();
});
