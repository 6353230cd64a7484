import { api, call } from '@/api/client';
import type { Message } from '@/api/types';

/** What an agent does to a line that was said. The changed line comes as an event, to everybody alike. */
export function useCorrections() {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  const raw = api as any;
  const at = (message: Message) => ({ path: { id: message.conversationId, seq: message.seq } });
  const line = '/api/v1/conversations/{id}/messages/{seq}';
  return {
    edit: (message: Message, text: string) =>
      call(raw.PATCH(line, { params: at(message), body: { text } }) as never),
    recall: (message: Message) => call(raw.DELETE(line, { params: at(message) }) as never),
    react: (message: Message, emoji: string | null) =>
      call(raw.PUT(`${line}/reaction`, { params: at(message), body: { emoji } }) as never),
    resend: (message: Message) => call(raw.POST(`${line}/resend`, { params: at(message) }) as never),
  };
}
