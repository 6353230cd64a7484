import { expect, it } from 'vitest';
import { pieces } from './rich-text';

it.each([
  ['好的', ['text:好的']],
  ['看 https://yingke.example/a?b=1。谢谢', ['text:看 ', 'link:https://yingke.example/a?b=1', 'text:。谢谢']],
  ['See https://a.example/x.', ['text:See ', 'link:https://a.example/x', 'text:.']],
  ['@周岚 请看', ['mention:@周岚', 'text: 请看']],
  ['mail a@b.example', ['text:mail a@b.example']],
  ['<b>x</b>', ['text:<b>x</b>']],
  ['javascript:alert(1)', ['text:javascript:alert(1)']],
])('%s', (text, expected) => {
  expect(pieces(text).map((piece) => `${piece.kind}:${piece.text}`)).toEqual(expected);
});
