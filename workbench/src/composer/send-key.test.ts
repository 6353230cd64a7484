import { expect, it } from 'vitest';
import { sends, type Struck } from './send-key';

const enter: Struck = {
  key: 'Enter',
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  isComposing: false,
  keyCode: 13,
};
it.each([
  [{}, true, true],
  [{ shiftKey: true }, true, false],
  [{ ctrlKey: true }, true, true],
  [{}, false, false],
  [{ metaKey: true }, false, true],
  [{ isComposing: true }, true, false],
  [{ keyCode: 229 }, true, false],
  [{ key: 'a' }, true, false],
] as [Partial<Struck>, boolean, boolean][])('%j with enterSends %s: %s', (change, enterSends, expected) => {
  expect(sends({ ...enter, ...change }, enterSends)).toBe(expected);
});
