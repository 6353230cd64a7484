/** Which mail a reply goes on from. Pure. */
import type { Mail, Message } from '@/api/types';

/** None where people chat: a subject is asked for only among mails. */
export function lastMail(messages: readonly Message[]): Mail | null {
  const content = messages.findLast((one) => one.content?.type === 'mail')?.content;
  return content?.type === 'mail' ? content : null;
}

/** Without the marks of answers before it, in any of the languages people write. */
export const bareSubject = (subject: string): string =>
  subject.replace(/^(?:\s*(?:re|aw|sv|回复|答复)\s*[:：]\s*)+/i, '');
