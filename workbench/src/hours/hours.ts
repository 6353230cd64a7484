/** Working hours as people edit them. Pure; the server decides what is open. */
import type { CalendarDay, HolidaysRead, Opening, WeekHours } from '@/api/types';

/** 24 hours everywhere: the browser's own time field follows the system's locale, not ours. */
export const TIME = /^(([01]\d|2[0-3]):[0-5]\d|24:00)$/;

/** Runs into the next day: it closes before it opens. */
export const overnight = (span: Opening): boolean =>
  TIME.test(span.from) && TIME.test(span.to) && span.to < span.from;

/** What people type for a time, as it is kept: 9:00, 0900 and 9：00 are 09:00. */
export function tidyTime(text: string): string {
  const found = /^\s*(\d{1,2})\s*[:：.]?\s*(\d{2})\s*$/.exec(text);
  return found ? `${(found[1] ?? '').padStart(2, '0')}:${found[2] ?? ''}` : text.trim();
}

/** A further opening of a day. */
export function nextSpan(spans: readonly Opening[]): Opening {
  const last = spans.at(-1);
  return last && last.to < '18:00' && !overnight(last)
    ? { from: last.to, to: '18:00' }
    : { from: '09:00', to: '18:00' };
}

/** The day of the week, 0 = Monday, whose openings a working day gets: the first that has any. */
export function workday(hours: Pick<WeekHours, 'week'>): number {
  return Math.max(
    0,
    hours.week.findIndex((spans) => spans.length > 0),
  );
}

/** It never opens: nobody could be served. */
export function neverOpens(hours: Pick<WeekHours, 'week' | 'calendar'>): boolean {
  const spans = (day: CalendarDay): readonly Opening[] => {
    if (day.kind === 'open') return day.openings;
    return day.kind === 'like' ? (hours.week[day.weekday] ?? []) : [];
  };
  const open = (openings: readonly Opening[]) => openings.length > 0;
  return !hours.week.some(open) && !Object.values(hours.calendar ?? {}).some((day) => open(spans(day)));
}

/** Days in a row that are the same. */
export interface Stretch {
  first: string;
  last: string;
  dates: string[];
  day: CalendarDay;
}

/** The date `days` later: `2026-10-01`. */
export function later(date: string, days: number): string {
  const at = new Date(`${date}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}

/** Every date from `first` to `last`, at most a hundred. */
export function datesBetween(first: string, last: string): string[] {
  const dates: string[] = [];
  for (let date = first; date <= last && dates.length < 100; date = later(date, 1)) dates.push(date);
  return dates;
}

/** The calendar as a list: a holiday of seven days is one line. */
export function stretches(calendar: Readonly<Record<string, CalendarDay>>): Stretch[] {
  const found: Stretch[] = [];
  for (const date of Object.keys(calendar).sort()) {
    const day = calendar[date];
    if (!day) continue;
    const before = found.at(-1);
    if (before && later(before.last, 1) === date && JSON.stringify(before.day) === JSON.stringify(day)) {
      before.last = date;
      before.dates.push(date);
    } else found.push({ first: date, last: date, dates: [date], day });
  }
  return found;
}

/** The calendar with the days of a file: the file's replace those of the same dates. */
export function merged(
  calendar: Readonly<Record<string, CalendarDay>>,
  read: Pick<HolidaysRead, 'days'>,
): Record<string, CalendarDay> {
  return { ...calendar, ...read.days };
}

/** The calendar without some dates. */
export function without(
  calendar: Readonly<Record<string, CalendarDay>>,
  dates: readonly string[],
): Record<string, CalendarDay> {
  return Object.fromEntries(Object.entries(calendar).filter(([date]) => !dates.includes(date)));
}

/** The weekday of a date, 0 = Monday. */
export const weekdayOf = (date: string): number => (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7;

/** Today, by the clock of a zone. */
export function todayIn(zone: string, now: number): string {
  const options = { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' } as const;
  try {
    return new Intl.DateTimeFormat('en-CA', options).format(now);
  } catch {
    return new Date(now).toISOString().slice(0, 10);
  }
}

/** Nine to six from Monday to Friday, until somebody sets other hours. */
export function usualHours(timeZone: string): WeekHours {
  const spans = (day: number) => (day < 5 ? [{ from: '09:00', to: '18:00' }] : []);
  return { timeZone, week: [0, 1, 2, 3, 4, 5, 6].map(spans), calendar: {} };
}
