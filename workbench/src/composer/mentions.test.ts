import { describe, expect, it } from 'vitest';
import { askedAt, fitting, namedIn, type Nameable } from './mentions';

const all: Nameable[] = [
  { kind: 'agent', id: 'a1', name: '周岚' },
  { kind: 'agent', id: 'a2', name: '周岚岚' },
  { kind: 'agent', id: 'a3', name: 'Zhou Lan' },
  { kind: 'agent', id: 'a4', name: '林夏' },
  { kind: 'agent', id: 'a5', name: '林夏' },
  { kind: 'team', id: 't1', name: '售后' },
];

describe('what is asked for with @', () => {
  const check = (text: string) => askedAt(text, text.length);
  it('is what ends at the caret', () => {
    expect(check('看一下 @')).toEqual({ from: 4, query: '' });
    expect(check('看一下，@周')).toEqual({ from: 4, query: '周' });
    expect(check('@Zh')).toEqual({ from: 0, query: 'Zh' });
    expect(askedAt('@周 后来', 2)).toEqual({ from: 0, query: '周' });
  });
  it('is nothing in an address, nor after a space', () => {
    expect(check('buyer@example')).toBeNull();
    expect(check('@周岚 ')).toBeNull();
    expect(check('没有')).toBeNull();
  });
});

it('offers those who begin so first', () => {
  expect(fitting(all, '岚').map((one) => one.id)).toEqual(['a1', 'a2']);
  expect(fitting(all, 'lan').map((one) => one.id)).toEqual(['a3']);
  expect(fitting(all, '').length).toBe(6);
});

describe('whom a text names', () => {
  const check = (text: string, picked: string[] = []) => namedIn(text, all, new Set(picked));
  it('is whoever stands there with their whole name', () => {
    expect(check('@周岚岚 看')).toEqual({ agentIds: ['a2'], teamIds: [] });
    expect(check('@周岚，@售后 看')).toEqual({ agentIds: ['a1'], teamIds: ['t1'] });
    expect(check('@Zhou Lan please')).toEqual({ agentIds: ['a3'], teamIds: [] });
    expect(check('@周岚岚岚 @Zhou Lane x@周岚')).toBeUndefined();
  });
  it('is whoever was picked where a name is not one person alone', () => {
    expect(check('@林夏')).toEqual({ agentIds: ['a4', 'a5'], teamIds: [] });
    expect(check('@林夏', ['a5'])).toEqual({ agentIds: ['a5'], teamIds: [] });
  });
});
