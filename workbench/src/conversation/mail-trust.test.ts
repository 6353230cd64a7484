import { describe, expect, it } from 'vitest';
import type { Mail } from '@/api/types';
import { proofsOf, trustOf, type Proof } from './mail-trust';

const mail = (spf?: Proof, dkim?: Proof, dmarc?: Proof) => ({ subject: 'x', spf, dkim, dmarc }) as Mail;

describe('who really sent a mail', () => {
  it('is sure by the rule of the domain, or by both others', () => {
    expect(trustOf(mail('none', 'none', 'pass'))).toBe('pass');
    expect(trustOf(mail('pass', 'pass', 'none'))).toBe('pass');
  });
  it('is doubtful as soon as one of them fails', () => {
    expect(trustOf(mail('fail', 'pass', 'pass'))).toBe('fail');
    expect(trustOf(mail('pass', 'pass', 'fail'))).toBe('fail');
  });
  it('is not known by one alone, nor without any', () => {
    expect(trustOf(mail('pass', 'none', 'none'))).toBe('none');
    expect(trustOf(mail())).toBe('none');
    expect(proofsOf(mail()).map((one) => one.proof)).toEqual(['none', 'none', 'none']);
  });
});
