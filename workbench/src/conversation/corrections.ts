import { api, call } from '@/api/client';
import type { Message } from '@/api/types';

/** What an agent does to a line that was said. The changed line comes as an event, to everybody alike. */
export function useCorrections() {
  const at = (message: Message) => ({ path: { id: message.conversationId, seq: message.seq } });
  return {
    edit: (message: Message, text: string) =>
      call(api.PATCH('/api/v1/conversations/{id}/messages/{seq}', { params: at(message), body: { text } })),
    recall: (message: Message) =>
      call(api.DELETE('/api/v1/conversations/{id}/messages/{seq}', { params: at(message) })),
    /** None takes the reaction away. */
    react: (message: Message, emoji: string | null) =>
      call(
        api.PUT('/api/v1/conversations/{id}/messages/{seq}/reaction', {
          params: at(message),
          body: { emoji },
        }),
      ),
    resend: (message: Message) =>
      call(api.POST('/api/v1/conversations/{id}/messages/{seq}/resend', { params: at(message) })),
  };
}
