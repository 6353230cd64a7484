import { describe, expect, it } from 'vitest';
import type { Grant } from '@/api/types';
import { allows, switchedOff } from './permissions';

describe('permissions', () => {
  it.each([
    [[], false],
    [[{ permission: 'conversations.read', scope: 'own' }], false],
    [[{ permission: 'conversations.read', scope: 'team' }], true],
    [[{ permission: 'conversations.reply', scope: 'all' }], false],
    [
      [
        { permission: 'conversations.read', scope: 'own' },
        { permission: 'conversations.read', scope: 'all' },
      ],
      true,
    ],
  ] as [Grant[], boolean][])('%j sees colleagues: %s', (permissions, seen) => {
    expect(allows({ permissions, switches: [] }, 'read', 'team')).toBe(seen);
  });

  it('what is switched off is not offered', () => {
    const permissions: Grant[] = [{ permission: 'conversations.note', scope: 'own' }];
    expect(allows({ permissions, switches: ['tags'] }, 'note')).toBe(false);
    expect(allows({ permissions, switches: ['notes'] }, 'note')).toBe(true);
    expect(allows({ permissions, switches: ['teams'] }, 'useTeams')).toBe(true);
  });

  it('a function that is off is told apart from a right that is missing', () => {
    expect(switchedOff({ switches: ['tags'] }, 'teams')).toBe('teams');
    expect(switchedOff({ switches: ['teams'] }, 'teams')).toBeNull();
    expect(switchedOff({ switches: [] }, 'audit')).toBeNull();
  });
});
