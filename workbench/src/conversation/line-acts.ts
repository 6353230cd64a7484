/** What can be done to a line: only what the inbox's channel sends, while it still takes it. Pure. */
import type { Message } from '@/api/types';
import type { Manifest } from '@/channel/types';

export const LINE_ACTS = ['reply', 'react', 'edit', 'recall'] as const;
export type LineAct = (typeof LINE_ACTS)[number];

type Line = Pick<Message, 'direction' | 'delivery' | 'at' | 'text' | 'recalledAt' | 'content'>;

/** What never arrived can neither be changed there nor answered to. */
const arrived = ({ delivery }: Line) => delivery !== 'failed' && delivery !== 'pending';
const ageOf = ({ at }: Line, now: number) => (now - Date.parse(at)) / 1000;

export function lineActs(
  message: Line,
  manifest: Manifest | null,
  { mine, now }: { mine: boolean; now: number },
): LineAct[] {
  if (!manifest || message.recalledAt) return [];
  const age = ageOf(message, now);
  const { editsWithinSeconds, recallsWithinSeconds } = manifest.limits;
  /** None is for ever: whether the channel does it at all stands in what it sends. */
  const within = (seconds: number | null | undefined) => age < (seconds ?? Infinity);
  const inbound = message.direction === 'inbound';
  const ours = message.direction === 'outbound' && mine && arrived(message);
  const may: Record<LineAct, boolean> = {
    reply: manifest.sends.includes('reply') && arrived(message),
    react: manifest.sends.includes('reaction') && inbound,
    edit: manifest.sends.includes('edit') && ours && within(editsWithinSeconds) && message.text !== '',
    recall: manifest.sends.includes('recall') && ours && within(recallsWithinSeconds),
  };
  return LINE_ACTS.filter((one) => may[one]);
}

/** Something people look for at a line and that it does not take: not on this channel, or no longer. */
export interface LineRefusal {
  act: Exclude<LineAct, 'reply'>;
  /** It took it for so many seconds; null: the channel never does. */
  within: number | null;
}

export function lineRefusals(
  message: Line,
  manifest: Manifest | null,
  { mine, now }: { mine: boolean; now: number },
): LineRefusal[] {
  if (!manifest || message.recalledAt || !arrived(message)) return [];
  const { sends, limits } = manifest;
  if (message.direction === 'inbound')
    return sends.includes('reaction') ? [] : [{ act: 'react', within: null }];
  if (message.direction !== 'outbound' || !mine) return [];
  const refused = (act: 'edit' | 'recall', within: number | null | undefined): LineRefusal[] => {
    if (!sends.includes(act)) return [{ act, within: null }];
    return typeof within === 'number' && ageOf(message, now) >= within ? [{ act, within }] : [];
  };
  return [
    ...(message.text ? refused('edit', limits.editsWithinSeconds) : []),
    ...refused('recall', limits.recallsWithinSeconds),
  ];
}
