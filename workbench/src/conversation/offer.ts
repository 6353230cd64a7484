/** What is offered to somebody until they accept it. */
import type { Id, Row } from '@/api/types';
import type { LiveState } from '@/live/state';

export const offeredTo = (row: Row, agent: Id | null): boolean =>
  row.status === 'offered' && agent !== null && row.agentId === agent;

/** What is left of an offer, in whole seconds; the last one counts until it is over. */
export function secondsLeft(row: Row, now: number): number {
  const until = row.offeredUntil ? Date.parse(row.offeredUntil) : now;
  return Math.max(0, Math.ceil((until - now) / 1000));
}

/** Whose offer ends soonest comes first. */
export const soonestOver = (a: Row, b: Row): number =>
  Date.parse(a.offeredUntil ?? a.lastAt) - Date.parse(b.offeredUntil ?? b.lastAt) || a.id.localeCompare(b.id);

/** What is offered to me, the most pressing first. */
export function myOffers(state: LiveState): Row[] {
  return Object.values(state.rows)
    .filter((row) => offeredTo(row, state.agent))
    .sort(soonestOver);
}
