import { describe, expect, it } from 'vitest';
import type { Grant } from '@/api/types';
import { allows } from './permissions';

describe('permissions', () => {
  it.each([
    [[], false],
    [[{ permission: 'conversation.read', scope: 'own' }], false],
    [[{ permission: 'conversation.read', scope: 'team' }], true],
    [[{ permission: 'conversation.reply', scope: 'all' }], false],
    [
      [
        { permission: 'conversation.read', scope: 'own' },
        { permission: 'conversation.read', scope: 'all' },
      ],
      true,
    ],
  ] as [Grant[], boolean][])('%j sees colleagues: %s', (grants, seen) => {
    expect(allows(grants, 'seeColleagues', 'team')).toBe(seen);
  });
});
