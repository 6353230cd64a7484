import { expect, it } from 'vitest';
import { madeMessage } from '@/live/made';
import { eventText } from './event-text';

const me = { id: 'me', name: '周岚' };
const said = (what: string, to?: string, reason?: string) =>
  eventText(
    madeMessage(1, { event: { what, to, reason }, author: { kind: 'agent', id: 'me', name: '周岚' } }),
    me,
    {
      you: '你',
      time: (at) => at,
    },
  );

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

it('says how an offer went, and why it came back', () => {
  expect(said('offered', '陈默')).toEqual({ key: 'event.offered', params: { to: '陈默' } });
  expect(said('offered', '周岚')).toEqual({ key: 'event.offered', params: { to: '你' } });
  expect(said('accepted', '周岚')).toEqual({ key: 'event.accepted', params: { by: '你' } });
  const reasons = ['not_accepted', 'declined', 'silent', 'agent_gone'];
  expect(reasons.map((reason) => said('returned', '陈默', reason)?.key)).toEqual(
    reasons.map((reason) => `event.returnedWhy.${reason}`),
  );
  expect(said('returned', '陈默', 'something_new')?.key).toBe('event.returned');
});

it('leaves what it does not know to the server’s words', () => {
  expect(said('wentOn', 'pigeon')).toBeNull();
  expect(said('somethingNew')).toBeNull();
});
