import { describe, expect, it } from 'vitest';
import { asksConsent, cameBack } from './consent';
import { madeApp, madeField, madeManifest } from './made';

const ID = '01990000-0000-7000-8000-000000000001';

describe('whether somebody has to grant access', () => {
  const manifest = madeManifest({
    form: [madeField({ key: 'auth', usual: 'password' })],
    consent: { field: 'auth', of: ['big', 'other'] },
  });
  it('depends on what is filled in', () => {
    expect(asksConsent(manifest, madeApp({ settings: { auth: 'big' } }))).toBe(true);
    expect(asksConsent(manifest, madeApp({ settings: { auth: 'password' } }))).toBe(false);
    expect(asksConsent(manifest, madeApp({ settings: {} }))).toBe(false);
  });
  it('never does where the channel knows no such thing', () => {
    expect(asksConsent(madeManifest(), madeApp({ settings: { auth: 'big' } }))).toBe(false);
  });
});

describe('what came back', () => {
  it('says whose it is', () => {
    expect(cameBack({ state: `${ID}.abc`, code: '4/x' })).toEqual({
      kind: 'agreed',
      app: ID,
      state: `${ID}.abc`,
      code: '4/x',
    });
  });
  it('says no', () => {
    const words = { state: `${ID}.abc`, error: 'access_denied' };
    expect(cameBack(words)).toEqual({ kind: 'declined', app: ID, said: 'access_denied' });
  });
  it('is nothing of ours', () => {
    expect(cameBack({ code: 'x' })).toBeNull();
    expect(cameBack({ state: ['a', 'b'], code: 'x' })).toBeNull();
    expect(cameBack({ state: 'x.y', code: 'x' })).toBeNull();
  });
});
