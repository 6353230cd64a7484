import type { Message } from '@/api/types';
import type { TextKey, TextParams } from '@/i18n';

export interface EventText {
  key: TextKey;
  params: TextParams;
}

/** Which sentence an event line is. Unknown kinds show the server's own text. */
export function eventText(
  message: Message,
  me: { id: string; name: string },
  say: { you: string; time: (at: string) => string },
): EventText | null {
  const { event, author } = message;
  if (!event) return null;
  const by = author.id === me.id ? say.you : author.name;
  const to = event.to ?? '';
  switch (event.what) {
    case 'assigned':
      if (author.kind !== 'agent') return { key: 'event.assignedBySystem', params: { to } };
      if (to === author.name) return { key: 'event.taken', params: { by } };
      return { key: 'event.assigned', params: { by, to: to === me.name ? say.you : to } };
    case 'offered':
      return { key: 'event.offered', params: { to: to === me.name ? say.you : to } };
    case 'accepted':
      return { key: 'event.accepted', params: { by } };
    case 'returned': {
      const whom = { to: to === me.name ? say.you : to };
      switch (event.reason) {
        case 'not_accepted':
        case 'declined':
        case 'silent':
        case 'agent_gone':
          return { key: `event.returnedWhy.${event.reason}`, params: whom };
        default:
          return { key: 'event.returned', params: whom };
      }
    }
    case 'queued':
      return { key: 'event.toTeam', params: { by, to } };
    case 'ended':
      switch (to) {
        case 'customer':
        case 'timeout':
        case 'system':
        case 'block':
          return { key: `event.endedBy.${to}`, params: { by } };
        default:
          return { key: 'event.endedBy.agent', params: { by } };
      }
    case 'snoozed':
      return { key: 'event.snoozed', params: { by, to: say.time(to) } };
    case 'entered':
      return to ? { key: 'event.enteredFrom', params: { to } } : { key: 'event.entered', params: {} };
    case 'heldElsewhere':
      return to ? { key: 'event.heldBy', params: { to } } : { key: 'event.heldByNobody', params: {} };
    case 'blockedUs':
    case 'unblockedUs':
    case 'givenBack':
      return { key: `event.${event.what}`, params: {} };
    case 'wentOn':
      return to === 'mail' || to === 'sms' ? { key: `event.wentOn.${to}`, params: { by } } : null;
    case 'joined':
    case 'whispers':
    case 'uninvited':
      return { key: `event.${event.what}`, params: { by, to: to === me.name ? say.you : to } };
    case 'helpAsked':
    case 'helpSeenTo':
    case 'left':
    case 'woken':
    case 'reopened':
      return { key: `event.${event.what}`, params: { by } };
    default:
      return null;
  }
}
