/** Why something was not delivered, and what to do, in words. Pure. */
import { hasText, type TextKey } from '@/i18n';

export interface ErrorWords {
  why: TextKey;
  todo: TextKey;
}

export function errorWords(kind: string): ErrorWords {
  const why = `undelivered.why.${kind}`;
  const todo = `undelivered.todo.${kind}`;
  if (hasText(why) && hasText(todo)) return { why, todo };
  return { why: 'undelivered.why.unknown', todo: 'undelivered.todo.unknown' };
}
