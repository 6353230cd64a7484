import { expect, it } from 'vitest';
import { stepPieces } from './step-text';

it('puts the address and the made values into the words', () => {
  const pieces = stepPieces('URL {callback}、Token {token}。', { callback: 'https://a/b', token: 'T1' });
  expect(pieces).toEqual([
    { kind: 'text', text: 'URL ' },
    { kind: 'value', key: 'callback', text: 'https://a/b' },
    { kind: 'text', text: '、Token ' },
    { kind: 'value', key: 'token', text: 'T1' },
    { kind: 'text', text: '。' },
  ]);
});

it('leaves braces alone that name nothing', () => {
  expect(stepPieces('{"code":0} {other}', { token: 'T1' })).toEqual([
    { kind: 'text', text: '{"code":0} {other}' },
  ]);
});
