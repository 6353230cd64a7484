import { expect, it } from 'vitest';
import { madeMessage } from '@/live/made';
import { bareSubject, lastMail } from './last-mail';

it('goes on from the last mail, and asks no chat for a subject', () => {
  const mail = (seq: number, subject: string) => madeMessage(seq, { content: { type: 'mail', subject } });
  expect(lastMail([mail(1, 'a'), mail(2, 'b'), madeMessage(3)])?.subject).toBe('b');
  expect(lastMail([madeMessage(1)])).toBeNull();
});

it('does not pile up the marks of answers', () => {
  expect(['Re: RE: 回复：发票', 'AW: Zelt', 'Regarding tents'].map(bareSubject)).toEqual([
    '发票',
    'Zelt',
    'Regarding tents',
  ]);
});
