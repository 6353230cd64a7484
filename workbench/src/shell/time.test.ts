import { describe, expect, it } from 'vitest';
import { bytes, dayLabel, elapsed, futureTime, listTime } from './time';

const now = new Date(2026, 10, 22, 14, 15).getTime();
const at = (...parts: [number, number, number, number?]) => new Date(2026, ...parts).toISOString();

describe('times', () => {
  it.each([
    [at(10, 22, 9, 5), '09:05', '09:05'],
    [at(10, 21, 9), '昨天', 'Yesterday'],
    [at(10, 20, 9), '周五', 'Fri'],
    [at(9, 2, 9), '10-02', '2 Oct'],
  ])('in lists %s', (time, zh, en) => {
    expect(listTime(time, 'zh-CN', now)).toBe(zh);
    expect(listTime(time, 'en', now).split(' ').sort()).toEqual(en.split(' ').sort());
  });

  it('in the future', () => {
    expect(futureTime(at(10, 22, 16), 'zh-CN', now)).toBe('16:00');
    expect(futureTime(at(10, 23, 9), 'zh-CN', now)).toBe('明天 09:00');
    expect(futureTime(at(10, 23, 9), 'en', now)).toBe('tomorrow 09:00');
    expect(futureTime(at(10, 27, 10), 'en', now)).toBe('Fri 10:00');
  });

  it('as days', () => {
    expect(dayLabel(at(10, 22, 0), 'zh-CN', now)).toBe('今天');
    expect(dayLabel(at(10, 2, 0), 'zh-CN', now)).toContain('11月2日');
  });

  it('as waits', () => {
    expect(elapsed(18_000, 'en')).toBe('0:18');
    expect(elapsed(222_000, 'zh-CN')).toBe('3:42');
    expect(elapsed(64 * 60_000, 'en')).toBe('1h 04m');
    expect(elapsed(49 * 3_600_000, 'zh-CN')).toBe('2天');
  });

  it('as sizes', () => {
    expect([bytes(512), bytes(184_320), bytes(3_250_000)]).toEqual(['512 B', '180 KB', '3.1 MB']);
  });
});
