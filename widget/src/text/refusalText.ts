import type { Text } from './text'

/** The reason in the visitor's language, also for codes a newer server may send. */
export function refusalText(code: string, text: Text): string {
  return (Object.hasOwn(text.refusal, code) && text.refusal[code]) || text.refusal.other
}
