import { describe, expect, it } from 'vitest';
import { faultWords } from './fault-words';

describe('what could not be read', () => {
  it('is told in words, with what it names', () => {
    const missing = faultWords({ code: 'missing', with: { field: 'from' } });
    expect(missing).toEqual({ key: 'payloads.fault.missing', params: { field: 'from' } });
    expect(faultWords({ code: 'notJson' })?.key).toBe('payloads.fault.notJson');
  });

  it('says why a file was refused', () => {
    const refused = faultWords({ code: 'fileRefused', with: { name: 'a.exe', why: 'kind' } });
    expect(refused?.key).toBe('payloads.fault.fileRefused.kind');
  });

  it('leaves what has no words to the detail', () => {
    expect(faultWords({})).toBeNull();
    expect(faultWords({ code: 'tomorrows' })).toBeNull();
    expect(faultWords({ code: 'fileRefused', with: { why: 'tomorrows' } })).toBeNull();
  });
});
