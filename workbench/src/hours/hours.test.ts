import { describe, expect, it } from 'vitest';
import type { CalendarDay, Opening } from '@/api/types';
import {
  datesBetween,
  merged,
  neverOpens,
  nextSpan,
  overnight,
  stretches,
  tidyTime,
  todayIn,
  weekdayOf,
  workday,
} from './hours';

const span = (from: string, to: string): Opening => ({ from, to });
const closed = (name: string): CalendarDay => ({ kind: 'closed', name });
const empty = (): Opening[][] => [[], [], [], [], [], [], []];

describe('openings', () => {
  it('run past midnight when they close before they open', () => {
    expect([span('22:00', '02:00'), span('09:00', '24:00'), span('9', '02:00')].map(overnight)).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('are tidied as people type them', () => {
    expect(['9:00', '0900', ' 9：30', '22.15', 'nine'].map(tidyTime)).toEqual([
      '09:00',
      '09:00',
      '09:30',
      '22:15',
      'nine',
    ]);
  });

  it('go on where the last one ended', () => {
    expect(nextSpan([])).toEqual(span('09:00', '18:00'));
    expect(nextSpan([span('09:00', '12:00')])).toEqual(span('12:00', '18:00'));
    expect(nextSpan([span('22:00', '02:00')])).toEqual(span('09:00', '18:00'));
  });
});

describe('a calendar', () => {
  it('shows a holiday of several days as one line', () => {
    const calendar = {
      '2026-10-02': closed('国庆节'),
      '2026-10-01': closed('国庆节'),
      '2026-10-03': closed('中秋节'),
      '2026-12-31': closed('国庆节'),
    };
    expect(stretches(calendar).map((one) => [one.first, one.last, one.dates.length])).toEqual([
      ['2026-10-01', '2026-10-02', 2],
      ['2026-10-03', '2026-10-03', 1],
      ['2026-12-31', '2026-12-31', 1],
    ]);
  });

  it('takes a file’s days over its own', () => {
    const own = { '2026-10-01': closed('x'), '2026-01-01': closed('元旦') };
    expect(merged(own, { days: { '2026-10-01': closed('国庆节') } })).toEqual({
      '2026-10-01': closed('国庆节'),
      '2026-01-01': closed('元旦'),
    });
  });

  it('knows dates', () => {
    expect(datesBetween('2026-02-27', '2026-03-02')).toHaveLength(4);
    expect(datesBetween('2026-03-02', '2026-02-27')).toEqual([]);
    expect(weekdayOf('2026-10-10')).toBe(5);
    expect(todayIn('Asia/Shanghai', Date.parse('2026-09-30T16:00:00Z'))).toBe('2026-10-01');
    expect(todayIn('Mars/Base', Date.parse('2026-09-30T16:00:00Z'))).toBe('2026-09-30');
  });
});

describe('hours', () => {
  it('that never open are noticed', () => {
    const week = empty();
    expect(neverOpens({ week, calendar: {} })).toBe(true);
    const like: CalendarDay = { kind: 'like', name: '', weekday: 2 };
    expect(neverOpens({ week, calendar: { '2026-10-10': like } })).toBe(true);
    const open: CalendarDay = { kind: 'open', name: '', openings: [span('09:00', '10:00')] };
    expect(neverOpens({ week, calendar: { '2026-10-10': open } })).toBe(false);
    week[2] = [span('09:00', '10:00')];
    expect(neverOpens({ week, calendar: {} })).toBe(false);
    expect(workday({ week })).toBe(2);
    expect(workday({ week: empty() })).toBe(0);
  });
});
