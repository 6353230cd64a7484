import { hasText, text } from '@/i18n';

/** A reason for a break in words: those that a workspace begins with have theirs in every language. */
export function breakName(name: string): string {
  const key = `breaks.${name}`;
  return hasText(key) ? text(key) : name;
}
