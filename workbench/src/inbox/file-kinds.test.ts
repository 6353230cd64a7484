import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { allowed, KINDS, toggled, type Kind } from './file-kinds';

const kind = (key: Kind['key']) => KINDS.find((one) => one.key === key)!;
/** What a new inbox keeps (desk/store/src/inboxes.rs). */
const kept = readFileSync('../desk/store/src/inboxes.rs', 'utf8');
const list = /attachment_types: \[([^\]]*)\]/.exec(kept)?.[1] ?? '';
const fresh = [...list.matchAll(/"([^"]+)"/g)].map((found) => found[1] ?? '');

describe('kinds of files', () => {
  it('of a new inbox are shown as they are allowed', () => {
    expect(KINDS.map((one) => [one.key, allowed(one, fresh)])).toEqual([
      ['images', 'all'],
      ['audio', 'all'],
      ['video', 'all'],
      ['pdf', 'all'],
      ['office', 'all'],
      ['text', 'some'],
      ['archives', 'all'],
    ]);
  });

  it('are switched as a whole, and leave the others alone', () => {
    const without = toggled(kind('images'), fresh);
    expect(allowed(kind('images'), without)).toBe('none');
    expect(without).toEqual(fresh.slice(1));
    expect(allowed(kind('images'), toggled(kind('images'), without))).toBe('all');
    expect(allowed(kind('text'), toggled(kind('text'), fresh))).toBe('all');
  });
});
