/** Until when, and how often, a channel still lets us write. Pure; the server and the provider decide again. */
import type { TextKey, TextParams } from '@/i18n';

/** What the row knows of it. */
export interface ChannelWindow {
  openedAt: string;
  until: string;
  of?: number | null;
  left?: number | null;
}
export type WindowState =
  | { open: true; left: number | null; of: number | null; ms: number; urgency: 'ok' | 'soon' | 'late' }
  | { open: false; why: 'never' | 'time' | 'quota' };

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Of what remains. */
const SOON = 4 * HOUR;
const LATE = HOUR;

function urgency(ms: number, whole: number, left: number | null): 'ok' | 'soon' | 'late' {
  // A window of minutes is short from the start: then its last quarter is soon.
  const [soon, late] = [Math.min(SOON, whole / 4), Math.min(LATE, whole / 8)];
  if (ms <= late || left === 1) return 'late';
  return ms <= soon || left === 2 ? 'soon' : 'ok';
}

/** `bounded`: the channel has windows at all. Null: one may always write. */
export function windowState(
  held: ChannelWindow | null | undefined,
  bounded: boolean,
  now: number,
): WindowState | null {
  if (!held) return bounded ? { open: false, why: 'never' } : null;
  const until = Date.parse(held.until);
  const left = held.left ?? null;
  if (until <= now) return { open: false, why: 'time' };
  if (left !== null && left <= 0) return { open: false, why: 'quota' };
  const whole = until - Date.parse(held.openedAt);
  const ms = until - now;
  return { open: true, left, of: held.of ?? null, ms, urgency: urgency(ms, whole, left) };
}

/** How long it still is: 31 小时 12 分. */
export function remaining(ms: number): { key: TextKey; params: TextParams } {
  const minutes = Math.floor(ms / MINUTE);
  if (minutes < 1) return { key: 'window.seconds', params: { s: Math.max(1, Math.ceil(ms / 1000)) } };
  if (ms < HOUR) return { key: 'window.minutes', params: { m: minutes } };
  return { key: 'window.hours', params: { h: Math.floor(ms / HOUR), m: Math.floor((ms % HOUR) / MINUTE) } };
}

export type Say = (key: TextKey, params?: TextParams) => string;

/** 剩 3/5 条 · 31 小时 12 分 */
export function windowText(state: Extract<WindowState, { open: true }>, say: Say): string {
  const { key, params } = remaining(state.ms);
  const time = say(key, params);
  if (state.left === null) return say('window.timeLeft', { time });
  const counts = { left: state.left, of: state.of ?? state.left };
  return `${say('window.countLeft', counts)} · ${time}`;
}
