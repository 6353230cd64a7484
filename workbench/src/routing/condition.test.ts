import { describe, expect, it } from 'vitest';
import { asked, comparisons, groupOf, isShallow, isSound, pruned, tokens } from './condition';
import type { Condition } from './types';

const vip = { field: 'tag', is: 'is' as const, values: ['VIP'] };
const words = { field: 'text', is: 'contains' as const, values: ['报错'] };
const english = { field: 'language', is: 'startsWith' as const, values: ['en'] };
const both: Condition = { all: [vip, { any: [words, english] }] };
const told = (one: Condition) =>
  tokens(one).map((token) => (token.type === 'question' ? token.question.field : token.type));

describe('conditions', () => {
  it('read in a row, with brackets only where they are needed', () => {
    expect(told(both)).toEqual(['tag', 'all', 'open', 'text', 'any', 'language', 'close']);
    expect(told({ all: [{ any: [words, english] }] })).toEqual(['text', 'any', 'language']);
    expect(told(vip)).toEqual(['tag']);
    expect(told({ all: [] })).toEqual([]);
  });

  it('two levels are edited, deeper ones are kept', () => {
    expect(isShallow({ any: [words, english] })).toBe(true);
    expect(isShallow({ any: [words, { all: [vip] }] })).toBe(false);
    expect(groupOf(vip)).toEqual({ joint: 'all', parts: [vip] });
    const deep: Condition = { all: [{ any: [words, { all: [vip, english] }] }] };
    expect(pruned(deep)).toEqual(deep);
  });

  it('lose groups that hold nothing', () => {
    expect(pruned({ all: [vip, { any: [] }] })).toEqual({ all: [vip] });
    expect(pruned({ any: [{ all: [] }] })).toEqual({ all: [] });
  });

  it('are sound when every question can be answered', () => {
    expect(isSound(both)).toBe(true);
    expect(isSound({ all: [] })).toBe(true);
    expect(isSound({ any: [] })).toBe(false);
    expect(isSound({ all: [{ ...vip, values: [] }] })).toBe(false);
    expect(isSound({ field: 'tag', is: 'known', values: [] })).toBe(true);
    expect(isSound({ field: 'name', is: 'known', values: ['x'] })).toBe(false);
  });

  it('ask each field as it can be asked', () => {
    expect(comparisons('channel')).toEqual(['is', 'isNot']);
    expect(asked('text', 'is', ['a'])).toEqual({ field: 'text', is: 'is', values: ['a'] });
    expect(asked('inbox', 'contains')).toEqual({ field: 'inbox', is: 'is', values: [] });
    expect(asked('tag', 'known', ['a'])).toEqual({ field: 'tag', is: 'known', values: [] });
  });
});
