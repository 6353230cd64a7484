import { describe, expect, it } from 'vitest';
import { ask, asked, blank, offered, type FormField } from './form-fields';

const field = (key: string, kind: FormField['kind'] = 'text'): FormField => ({
  key,
  kind,
  label: key,
  required: true,
});

describe('the fields of the form before a chat', () => {
  it('fill the customer where they ask for what is the customer’s own', () => {
    const fields = [blank([])];
    for (const what of ['name', 'email', 'phone', 'company'] as const) {
      ask(fields[0]!, what, fields);
      expect(fields[0]!.key).toBe(what);
      expect(asked(fields[0]!)).toBe(what);
    }
    expect(fields[0]!.kind).toBe('text');
    ask(fields[0]!, 'email', fields);
    expect(fields[0]!.kind).toBe('email');
  });

  it('have keys of their own otherwise', () => {
    const fields = [field('name'), field('field2')];
    ask(fields[0]!, 'longText', fields);
    expect(fields[0]).toEqual({ key: 'field3', kind: 'longText', label: 'name', required: true });
    ask(fields[0]!, 'text', fields);
    expect(fields[0]!.key).toBe('field3');
    expect(blank(fields).key).toBe('field4');
  });

  it('ask for a name once', () => {
    const fields = [field('name'), field('field2')];
    expect(offered(fields[1]!, fields)).toEqual(['email', 'phone', 'company', 'text', 'longText']);
    expect(offered(fields[0]!, fields)).toContain('name');
  });

  it('keep asking what an older form asks', () => {
    expect(asked(field('field1', 'email'))).toBe('email');
    expect(asked(field('order'))).toBe('text');
  });
});
