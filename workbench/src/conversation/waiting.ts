/** Colours of a wait. The targets are fixed until service levels exist. */
export const SOON_AFTER = 60_000;
export const LATE_AFTER = 180_000;

export type Urgency = 'ok' | 'soon' | 'late';

export function urgency(waitedMs: number): Urgency {
  if (waitedMs >= LATE_AFTER) return 'late';
  return waitedMs >= SOON_AFTER ? 'soon' : 'ok';
}
