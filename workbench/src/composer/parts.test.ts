import { describe, expect, it } from 'vitest';
import { countParts, splitText, textLength } from './parts';

const ten = { most: 10, unit: 'characters' } as const;

describe('a long text', () => {
  // The same cases as in conversation/src/rules.rs: what is counted here is what is sent there.
  it('is cut where people would', () => {
    expect(splitText('short', ten)).toEqual(['short']);
    expect(splitText('one two three', ten)).toEqual(['one two', 'three']);
    expect(splitText('第一句话到此。第二句话到此。', ten)).toEqual(['第一句话到此。', '第二句话到此。']);
    expect(splitText('abcdefghijkl', ten)).toEqual(['abcdefghij', 'kl']);
    expect(splitText('你好', { most: 4, unit: 'bytes' })).toEqual(['你', '好']);
    expect(splitText('a😀b', { most: 3, unit: 'utf16' })).toEqual(['a😀', 'b']);
    expect(splitText('', ten)).toEqual([]);
  });

  it('ends, however small the limit', () => {
    expect(splitText('你好', { most: 1, unit: 'bytes' })).toEqual(['你', '好']);
  });
});

it('measures as the channel counts', () => {
  const measured = (['characters', 'utf16', 'bytes'] as const).map((unit) => textLength('a你😀é', unit));
  expect(measured).toEqual([4, 5, 10]);
});

it('counts files by themselves and content with the text', () => {
  const limit = { most: 5, unit: 'characters' } as const;
  expect(countParts({ text: 'hello world', files: 0, content: false }, limit)).toBe(2);
  expect(countParts({ text: 'hello', files: 2, content: false }, limit)).toBe(3);
  expect(countParts({ text: '', files: 1, content: true }, limit)).toBe(2);
  expect(countParts({ text: 'x'.repeat(9999), files: 0, content: true }, null)).toBe(1);
  expect(countParts({ text: ' ', files: 0, content: false }, limit)).toBe(0);
});
