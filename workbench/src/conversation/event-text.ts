import type { Message } from '@/api/frames';
import type { TextKey, TextParams } from '@/i18n';

export interface EventText {
  key: TextKey;
  params: TextParams;
}

/** Which sentence an event line is. Unknown kinds show the server's own text. */
export function eventText(message: Message, me: string, you: string, nobody: string): EventText | null {
  const detail = message.event;
  if (!detail) return null;
  const name = (who?: { id?: string | null; name?: string | null } | null) =>
    who?.id === me ? you : (who?.name ?? nobody);
  const by = name(detail.by ?? message.author);
  switch (detail.what) {
    case 'opened':
      return { key: 'event.opened', params: { by } };
    case 'assigned': {
      const to = name(detail.to);
      const self = !!detail.to && detail.to.id === detail.by?.id;
      const team = detail.to?.kind === 'team';
      if (detail.by?.kind !== 'agent') return { key: 'event.assignedBySystem', params: { to } };
      if (self) return { key: 'event.taken', params: { by } };
      return { key: team ? 'event.toTeam' : 'event.assigned', params: { by, to } };
    }
    case 'ended':
      switch (detail.reason) {
        case 'customer':
        case 'timeout':
        case 'system':
        case 'block':
          return { key: `event.endedBy.${detail.reason}`, params: { by } };
        default:
          return { key: 'event.endedBy.agent', params: { by } };
      }
    case 'snoozed':
    case 'woken':
    case 'reopened':
      return { key: `event.${detail.what}`, params: { by } };
    default:
      return null;
  }
}
