import { expect, it } from 'vitest';
import { refusal } from './files';

const policy = { maxBytes: 1000, mediaTypes: ['image/*', 'application/pdf'] };

it.each([
  [{ size: 10, type: 'image/png' }, policy, null],
  [{ size: 10, type: 'application/pdf' }, policy, null],
  [{ size: 1001, type: 'image/png' }, policy, 'attachment_too_large'],
  [{ size: 10, type: 'application/zip' }, policy, 'attachment_type_refused'],
  [{ size: 10, type: '' }, policy, null],
  [{ size: 10_000, type: 'application/zip' }, null, null],
  [{ size: 10, type: 'application/zip' }, { maxBytes: 100, mediaTypes: [] }, null],
])('%j under %j: %s', (file, rules, code) => expect(refusal(file, rules)).toBe(code));
