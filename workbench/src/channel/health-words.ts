/** What is wrong with an account, and what to do, in words. Pure. */
import { hasText, type TextKey } from '@/i18n';
import type { Health } from './types';

export interface HealthWords {
  what: TextKey;
  todo: TextKey;
}

/** Codes without words of their own are told as what they are: something the provider reported. */
export function healthWords({ state, code }: Pick<Health, 'state' | 'code'>): HealthWords {
  const known = state === 'connected' || state === 'new' ? state : code || 'reported';
  const what = `health.what.${known}`;
  const todo = `health.todo.${known}`;
  if (hasText(what) && hasText(todo)) return { what, todo };
  return { what: 'health.what.reported', todo: 'health.todo.reported' };
}
