import { expect, it } from 'vitest';
import { highlighted } from './highlight';

const long = `${'a'.repeat(100)}needle${'b'.repeat(300)}`;
it.each([
  ['补发撑杆', [[0, 2]], '[补发]撑杆'],
  ['补发撑杆', [], '补发撑杆'],
  [
    '补发撑杆',
    [
      [2, 4],
      [0, 2],
    ],
    '[补发][撑杆]',
  ],
  [
    'abcdef',
    [
      [0, 3],
      [2, 4],
    ],
    '[abc][d]ef',
  ],
  ['abc', [[1, 99]], 'a[bc]'],
  [long, [[100, 106]], `…${'a'.repeat(40)}[needle]${'b'.repeat(114)}…`],
] as [string, [number, number][], string][])('%s %j', (text, ranges, expected) => {
  const shown = highlighted(text, ranges).map((one) => (one.marked ? `[${one.text}]` : one.text));
  expect(shown.join('')).toBe(expected);
});
