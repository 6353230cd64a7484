import { expect, it } from 'vitest';
import { madeMessage } from '@/live/made';
import { decisionOf } from './decision-of';
import type { Decision } from './types';

const made = (id: string, at: string, consultationId = 'k1'): Decision => ({
  id,
  at,
  consultationId,
  agentId: 'me',
  reasons: { stage: 'match', waitedMs: 0, rules: [], settingsVersion: 1, knownSeq: 1 },
});

it('is the one of the same consultation that was made then', () => {
  const line = madeMessage(1, { at: '2026-11-22T09:00:00.010Z' });
  const list = [
    made('earlier', '2026-11-22T08:40:00.000Z'),
    made('then', '2026-11-22T09:00:00.000Z'),
    made('another', '2026-11-22T09:00:00.010Z', 'k2'),
  ];
  expect(decisionOf(list, line)?.id).toBe('then');
  expect(decisionOf([], line)).toBeNull();
});
