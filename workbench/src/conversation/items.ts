/** What a thread shows, line by line: days, the unread mark, event lines, messages. Pure. */
import type { Message } from '@/api/types';
import type { Pending } from '@/live/state';
import { daysBetween } from '@/shell/time';

export type ThreadItem =
  | { type: 'day'; key: string; at: string }
  | { type: 'unread'; key: string }
  | { type: 'event'; key: string; message: Message }
  | { type: 'message'; key: string; message: Message; joined: boolean; last: boolean }
  | { type: 'pending'; key: string; pending: Pending; joined: boolean };

/** Messages of one speaker this close together share a face. */
const JOIN_WITHIN = 5 * 60_000;

function joins(before: Message | undefined, message: Message): boolean {
  return (
    !!before &&
    before.kind !== 'event' &&
    before.direction === message.direction &&
    before.kind !== 'note' &&
    message.kind !== 'note' &&
    before.author.id === message.author.id &&
    Date.parse(message.at) - Date.parse(before.at) < JOIN_WITHIN
  );
}

/** Only the last of joined messages carries the delivery mark. */
function noLonger(item: ThreadItem | undefined): void {
  if (item?.type === 'message') item.last = false;
}

/** The first customer message beyond the `readCount` already read, counted from the end. */
export function firstUnread(messages: readonly Message[], unreadCount: number): string | null {
  if (unreadCount <= 0) return null;
  const inbound = messages.filter((message) => message.direction === 'inbound');
  return inbound.at(-unreadCount)?.id ?? inbound[0]?.id ?? null;
}

export function threadItems(
  messages: readonly Message[],
  pending: readonly Pending[],
  unreadId: string | null,
): ThreadItem[] {
  const items: ThreadItem[] = [];
  let before: Message | undefined;
  for (const message of messages) {
    const newDay = !before || daysBetween(new Date(before.at), new Date(message.at)) !== 0;
    if (newDay) items.push({ type: 'day', key: `day-${message.id}`, at: message.at });
    const mark = message.id === unreadId;
    if (mark) items.push({ type: 'unread', key: 'unread' });
    if (message.kind === 'event') items.push({ type: 'event', key: message.id, message });
    else {
      const joined = !newDay && !mark && joins(before, message);
      // Keyed by clientId, so that the own message does not blink when the server's takes its place.
      items.push({ type: 'message', key: message.clientId ?? message.id, message, joined, last: true });
      if (joined) noLonger(items.at(-2));
    }
    before = message;
  }
  pending.forEach((one, index) => {
    const joined = index > 0 || (before?.direction === 'outbound' && one.kind === 'reply');
    if (joined) noLonger(items.at(-1));
    items.push({ type: 'pending', key: one.clientId, pending: one, joined });
  });
  return items;
}
