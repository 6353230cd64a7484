/** Figures as people read them. Pure. */
import type { TextKey, TextParams } from '@/i18n';

export function millis(ms: number | null | undefined): string {
  if (ms === null || ms === undefined) return '—';
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(ms < 10_000 ? 1 : 0)} s`;
  return `${(ms / 60_000).toFixed(ms < 600_000 ? 1 : 0)} min`;
}

/** Never rounded up to all of them. */
export function percent(share: number | null | undefined): string {
  if (share === null || share === undefined) return '—';
  return `${Math.floor(share * 1000) / 10}%`;
}

/** The height of each hour's bar in whole percent of the busiest; what happened at all is seen. */
export function bars(hours: readonly { sent: number; failed: number }[]): { sent: number; failed: number }[] {
  const most = Math.max(1, ...hours.map((one) => one.sent + one.failed));
  const high = (count: number) => (count === 0 ? 0 : Math.max(4, Math.round((count / most) * 100)));
  return hours.map((one) => ({ sent: high(one.sent), failed: high(one.failed) }));
}

/** A limit of a channel's in the unit people think in: 48 hours, 2 minutes. */
export function spanWords(seconds: number): { key: TextKey; params: TextParams } {
  const unit = seconds >= 7200 ? 'hours' : seconds >= 60 ? 'minutes' : 'seconds';
  const by = { hours: 3600, minutes: 60, seconds: 1 }[unit];
  return { key: `limits.${unit}`, params: { n: Math.round(seconds / by) } };
}
