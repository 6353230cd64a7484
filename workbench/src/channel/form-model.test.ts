import { describe, expect, it } from 'vitest';
import { asked, changedSettings, initialValues, made, newSettings, rare, wrongs } from './form-model';
import { madeField } from './made';

const form = [
  madeField({ key: 'corp_id' }),
  madeField({ key: 'secret', kind: { type: 'secret' } }),
  madeField({ key: 'token', kind: { type: 'made', length: 32 } }),
  madeField({ key: 'port', kind: { type: 'number', least: 1, most: 65535 }, required: false, usual: '993' }),
  madeField({ key: 'base_url', kind: { type: 'url' }, required: false, usual: 'https://api.example.com' }),
  madeField({ key: 'mapping', kind: { type: 'json' }, required: false }),
  madeField({
    key: 'signing',
    kind: { type: 'choice', of: [{ key: 'standard', name: { zh: '标准', en: 'Standard' } }] },
    required: false,
    usual: 'standard',
  }),
];
const held = { settings: { corp_id: 'ww1', port: '143' }, secretsSet: ['secret'] };

describe('a form', () => {
  it('asks for what is not made here', () => {
    expect(asked(form).map((field) => field.key)).not.toContain('token');
    expect(made(form).map((field) => field.key)).toEqual(['token']);
    expect(form.filter(rare).map((field) => field.key)).toEqual(['port', 'base_url', 'signing']);
  });

  it('never starts with a secret', () => {
    const leaky = { settings: { ...held.settings, secret: 'oops' }, secretsSet: ['secret'] };
    expect(initialValues(form, leaky)).toMatchObject({ corp_id: 'ww1', secret: '', port: '143' });
  });

  it('says what is missing and what is wrong', () => {
    expect(wrongs(form, initialValues(form))).toEqual({ corp_id: 'required', secret: 'required' });
    const values = { ...initialValues(form), corp_id: 'ww1', secret: 's' };
    expect(wrongs(form, values)).toEqual({});
    const bad = { ...values, port: '0', base_url: 'ftp://x', mapping: '{', signing: 'rot13' };
    expect(wrongs(form, bad)).toEqual({
      port: 'number',
      base_url: 'url',
      mapping: 'json',
      signing: 'choice',
    });
    expect(wrongs(form, { ...values, port: '12.5' })).toEqual({ port: 'number' });
  });

  it('does not ask again for a secret that is set', () => {
    expect(wrongs(form, initialValues(form, held), held)).toEqual({});
  });

  it('sends what was filled in', () => {
    const values = { ...initialValues(form), corp_id: ' ww1 ', secret: 's', token: 'forged' };
    expect(newSettings(form, values)).toEqual({ corp_id: 'ww1', secret: 's' });
  });

  it('sends only what changed, and nothing of a secret that was left alone', () => {
    const values = initialValues(form, held);
    expect(changedSettings(form, values, held)).toEqual({});
    expect(changedSettings(form, { ...values, port: '', secret: 'new' }, held)).toEqual({
      port: null,
      secret: 'new',
    });
    expect(changedSettings(form, values, held, ['secret'])).toEqual({ secret: null });
  });
});
