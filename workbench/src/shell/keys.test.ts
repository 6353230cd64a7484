import { describe, expect, it } from 'vitest';
import { keyAct, type Pressed } from './keys';

const press = (key: string, change: Partial<Pressed> = {}): Pressed => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  isComposing: false,
  ...change,
});

describe('keys', () => {
  it.each([
    [press('j'), false, 'next'],
    [press('?'), false, 'help'],
    [press('j'), true, null],
    [press('j', { ctrlKey: true }), false, null],
    [press('k', { ctrlKey: true }), true, 'palette'],
    [press('K', { metaKey: true }), false, 'palette'],
    [press('r', { isComposing: true }), false, null],
    [press('Escape'), true, 'leave'],
    [press('x'), false, null],
  ] as [Pressed, boolean, string | null][])('%j writing %s → %s', (pressed, writing, act) => {
    expect(keyAct(pressed, writing)).toBe(act);
  });
});
