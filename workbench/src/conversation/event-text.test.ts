import { expect, it } from 'vitest';
import { madeMessage } from '@/live/made';
import { eventText } from './event-text';

const me = { id: 'me', name: '周岚' };
const say = { you: '你', time: (at: string) => at };
const line = (what: string, to?: string) =>
  eventText(
    madeMessage(1, { event: { what, to: to ?? null }, author: { kind: 'agent', id: 'me', name: '周岚' } }),
    me,
    say,
  );

it('says by which way a conversation went on', () => {
  expect(line('wentOn', 'mail')).toEqual({ key: 'event.wentOn.mail', params: { by: '你' } });
  expect(line('wentOn', 'sms')?.key).toBe('event.wentOn.sms');
});

it('leaves what it does not know to the server’s words', () => {
  expect(line('wentOn', 'pigeon')).toBeNull();
  expect(line('flown')).toBeNull();
});
