/** Made-up settings for tests. */
import type { Settings } from './types';

export function madeSettings(change: Partial<Settings> = {}): Settings {
  return {
    rules: [],
    otherwiseTeamId: null,
    choice: { policy: 'scores', scores: { load: 40, idle: 10, idleMinutes: 10, known: 30 } },
    acceptSeconds: null,
    ageingMinutes: 10,
    paceSeconds: 0,
    capacity: { chat: 8, mail: 30, channels: {} },
    weights: {},
    silentMinutes: null,
    answerSeconds: null,
    goneMinutes: 5,
    manager: { on: true, waitSeconds: 60, beyond: 1 },
    lastAgent: { on: true, waitSeconds: 0, beyond: 0, withinDays: 30, anyInbox: true },
    language: true,
    near: false,
    ...change,
  };
}
