/** What can be done to a line: only what the inbox's channel sends, while it still takes it. Pure. */
import type { Message } from '@/api/types';
import type { Manifest } from '@/channel/types';

export const LINE_ACTS = ['reply', 'react', 'edit', 'recall'] as const;
export type LineAct = (typeof LINE_ACTS)[number];

export function lineActs(
  message: Pick<Message, 'direction' | 'delivery' | 'at' | 'text' | 'recalledAt' | 'content'>,
  manifest: Manifest | null,
  { mine, now }: { mine: boolean; now: number },
): LineAct[] {
  if (!manifest || message.recalledAt) return [];
  const age = (now - Date.parse(message.at)) / 1000;
  const { editsWithinSeconds, recallsWithinSeconds } = manifest.limits;
  /** None is for ever: whether the channel does it at all stands in what it sends. */
  const within = (seconds: number | null | undefined) => age < (seconds ?? Infinity);
  const inbound = message.direction === 'inbound';
  // What never arrived can neither be changed there nor answered to.
  const arrived = message.delivery !== 'failed' && message.delivery !== 'pending';
  const ours = message.direction === 'outbound' && mine && arrived;
  const may: Record<LineAct, boolean> = {
    reply: manifest.sends.includes('reply') && arrived,
    react: manifest.sends.includes('reaction') && inbound,
    edit: manifest.sends.includes('edit') && ours && within(editsWithinSeconds) && message.text !== '',
    recall: manifest.sends.includes('recall') && ours && within(recallsWithinSeconds),
  };
  return LINE_ACTS.filter((one) => may[one]);
}
