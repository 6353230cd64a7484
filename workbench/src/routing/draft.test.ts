import { expect, it } from 'vitest';
import { changes, moved } from './draft';
import { madeSettings } from './made';
import type { Rule } from './types';

const rule = (id: string, change: Partial<Rule> = {}): Rule => ({
  id,
  name: id,
  on: true,
  when: { all: [] },
  then: {},
  ...change,
});
const settings = madeSettings({ rules: [rule('a'), rule('b'), rule('c')] });
const after = (rules: Rule[]) => changes(settings, { ...settings, rules });

it('counts what waits to be published', () => {
  expect(changes(settings, structuredClone(settings))).toBe(0);
  expect(changes(settings, { ...settings, near: true, paceSeconds: 5 })).toBe(2);
  expect(after([rule('a', { on: false }), rule('b'), rule('c')])).toBe(1);
  expect(after([rule('a'), rule('c')])).toBe(1);
  expect(after([rule('new'), rule('a'), rule('b'), rule('c')])).toBe(1);
  // Moved, however far, is one; changed as well is two.
  expect(after([rule('c'), rule('a'), rule('b')])).toBe(1);
  expect(after([rule('b', { name: 'x' }), rule('a'), rule('c')])).toBe(2);
});

it('moves within the list only', () => {
  expect(moved(['a', 'b', 'c'], 0, 2)).toEqual(['b', 'c', 'a']);
  expect(moved(['a', 'b', 'c'], 2, 1)).toEqual(['a', 'c', 'b']);
  expect(moved(['a', 'b', 'c'], 0, -1)).toEqual(['a', 'b', 'c']);
  expect(moved(['a', 'b', 'c'], 2, 3)).toEqual(['a', 'b', 'c']);
  expect(moved([], 0, 0)).toEqual([]);
});
