import type { Text } from './text'

/** Why a message is not sent yet, although it may be. */
export function heldText(code: string, text: Text): string {
  return (Object.hasOwn(text.held, code) && text.held[code]) || text.held.other
}

/** The reason in the visitor's language, also for codes a newer server may send. */
export function refusalText(code: string, text: Text): string {
  return (Object.hasOwn(text.refusal, code) && text.refusal[code]) || text.refusal.other
}
