/** Times as an agent reads them. The moment "now" is always an argument. */
import type { Language } from '@/api/types';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const formats = new Map<string, Intl.DateTimeFormat>();
/** English dates put the day first, as the rest of the product does. */
const locale = (language: Language) => (language === 'en' ? 'en-GB' : language);

function format(language: Language, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = language + JSON.stringify(options);
  let made = formats.get(key);
  if (!made)
    formats.set(key, (made = new Intl.DateTimeFormat(locale(language), { hourCycle: 'h23', ...options })));
  return made;
}

/** Whole calendar days from `a` to `b` in local time. */
export function daysBetween(a: Date, b: Date): number {
  const day = (d: Date) => Date.UTC(d.getFullYear(), d.getMonth(), d.getDate());
  return Math.round((day(b) - day(a)) / DAY);
}

export function clock(at: string | number | Date, language: Language): string {
  return format(language, { hour: '2-digit', minute: '2-digit' }).format(new Date(at));
}

export function weekday(at: string | number | Date, language: Language): string {
  return format(language, { weekday: 'short' }).format(new Date(at));
}

export function shortDate(at: string | number | Date, language: Language, now: number): string {
  const date = new Date(at);
  const sameYear = date.getFullYear() === new Date(now).getFullYear();
  if (language === 'zh-CN') {
    const two = (n: number) => String(n).padStart(2, '0');
    const day = `${two(date.getMonth() + 1)}-${two(date.getDate())}`;
    return sameYear ? day : `${date.getFullYear()}-${day}`;
  }
  return format(language, {
    day: 'numeric',
    month: 'short',
    ...(sameYear ? {} : { year: 'numeric' }),
  }).format(date);
}

function relativeDay(days: number, language: Language): string {
  const word = new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(days, 'day');
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** For lists: 14:05, 昨天, 周五, 11-02. */
export function listTime(at: string, language: Language, now: number): string {
  const days = daysBetween(new Date(at), new Date(now));
  if (days <= 0) return clock(at, language);
  if (days === 1) return relativeDay(-1, language);
  return days < 7 ? weekday(at, language) : shortDate(at, language, now);
}

/** For what comes, inside a sentence: 16:00, 明天 09:00, 周五 10:00, 11-28 09:00. */
export function futureTime(at: string | number, language: Language, now: number): string {
  const days = daysBetween(new Date(now), new Date(at));
  const time = clock(at, language);
  if (days <= 0) return time;
  if (days === 1) return `${relativeDay(1, language).toLowerCase()} ${time}`;
  return `${days < 7 ? weekday(at, language) : shortDate(at, language, now)} ${time}`;
}

/** For day separators. */
export function dayLabel(at: string, language: Language, now: number): string {
  const days = daysBetween(new Date(at), new Date(now));
  if (days === 0 || days === 1) return relativeDay(-days, language);
  const year = new Date(at).getFullYear() !== new Date(now).getFullYear();
  return format(language, {
    month: 'long',
    day: 'numeric',
    weekday: 'long',
    ...(year ? { year: 'numeric' } : {}),
  }).format(new Date(at));
}

export function fullTime(at: string, language: Language): string {
  return format(language, {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).format(new Date(at));
}

/** A running wait: 0:18, 3:42, 1h 04m, 2d. */
export function elapsed(ms: number, language: Language): string {
  const two = (n: number) => String(n).padStart(2, '0');
  const whole = Math.max(0, ms);
  const zh = language === 'zh-CN';
  if (whole < HOUR) return `${Math.floor(whole / MINUTE)}:${two(Math.floor((whole % MINUTE) / 1000))}`;
  if (whole < DAY) {
    const minutes = two(Math.floor((whole % HOUR) / MINUTE));
    const hours = Math.floor(whole / HOUR);
    return zh ? `${hours}时${minutes}分` : `${hours}h ${minutes}m`;
  }
  return zh ? `${Math.floor(whole / DAY)}天` : `${Math.floor(whole / DAY)}d`;
}

export function bytes(size: number): string {
  if (size < 1024) return `${size} B`;
  if (size < 1024 * 1024) return `${Math.round(size / 1024)} KB`;
  return `${(size / 1024 / 1024).toFixed(size < 10 * 1024 * 1024 ? 1 : 0)} MB`;
}
