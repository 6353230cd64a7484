import { describe, expect, it } from 'vitest';
import { speak, text } from '@/i18n';
import { windowState, windowText } from './window-state';

const now = Date.parse('2026-11-22T09:00:00.000Z');
const at = (minutes: number) => new Date(now + minutes * 60_000).toISOString();
const held = (change = {}) => ({
  openedAt: at(-16 * 60 - 48),
  until: at(31 * 60 + 12),
  of: 5,
  left: 3,
  ...change,
});

function said(language: string, window: Parameters<typeof windowState>[0]): string {
  speak(language);
  const state = windowState(window, true, now);
  return state?.open ? windowText(state, text) : `closed: ${state?.why}`;
}

describe('a window', () => {
  it('tells what is left in both languages', () => {
    expect(said('en', held())).toBe('3 of 5 left · 31 h 12 min');
    expect(said('zh-CN', held())).toBe('剩 3/5 条 · 31 小时 12 分');
    expect(said('zh-CN', held({ of: null, left: null }))).toBe('还可回复 31 小时 12 分');
    expect(said('en', held({ until: at(12.5), left: 1 }))).toBe('1 of 5 left · 12 min');
    expect(said('en', held({ until: at(0.5) }))).toBe('3 of 5 left · 30 s');
  });

  it('closes by time, by count, and was never open before the customer wrote', () => {
    expect(said('en', held({ until: at(0) }))).toBe('closed: time');
    expect(said('en', held({ left: 0 }))).toBe('closed: quota');
    expect(said('en', null)).toBe('closed: never');
  });

  it('is not there on channels that always let us write', () => {
    expect(windowState(null, false, now)).toBeNull();
  });

  it('warns before it closes', () => {
    const urgency = (change: object) => {
      const state = windowState(held(change), true, now);
      return state?.open && state.urgency;
    };
    expect(urgency({})).toBe('ok');
    expect(urgency({ left: 2 })).toBe('soon');
    expect(urgency({ left: 1 })).toBe('late');
    expect(urgency({ until: at(200) })).toBe('soon');
    expect(urgency({ until: at(50) })).toBe('late');
    // One of a minute is not late from the start.
    expect(urgency({ openedAt: at(0), until: at(1) })).toBe('ok');
  });
});
