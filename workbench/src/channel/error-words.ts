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

/** The same for whoever is connecting the account: what to do is in their own hands. */
export function connectWords(kind: string): ErrorWords {
  const usual = errorWords(kind);
  const [why, todo] = [`connect.why.${kind}`, `connect.todo.${kind}`];
  return { why: hasText(why) ? why : usual.why, todo: hasText(todo) ? todo : usual.todo };
}
