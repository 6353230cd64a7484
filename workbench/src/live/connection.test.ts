import { describe, expect, it } from 'vitest';
import type { ServerFrame } from '@/api/types';
import { backoff } from './backoff';
import { OFF, step, type Connection, type Effect, type Input } from './connection';
import { madeEvent, madeSnapshot } from './made';

function walk(inputs: Input[], chance = 0.5, from: Connection = OFF): [Connection, Effect[]] {
  let state = from;
  let last: Effect[] = [];
  for (const input of inputs) [state, last] = step(state, input, chance);
  return [state, last];
}
const frame = (one: ServerFrame): Input => ({ type: 'frame', frame: one });
const live = walk([{ type: 'start' }, { type: 'opened' }, frame(madeSnapshot(10, []))])[0];
const timerOf = (effects: Effect[]) => effects.find((one) => one.type === 'timer' && one.name === 'retry');

describe('connection', () => {
  it('says hello without a number first, with the number later', () => {
    const [, first] = walk([{ type: 'start' }, { type: 'opened' }]);
    expect(first).toContainEqual({ type: 'send', frame: { type: 'hello', after: null } });
    const [, again] = walk([{ type: 'closed', code: 1006 }, { type: 'online' }, { type: 'opened' }], 0, live);
    expect(again).toContainEqual({ type: 'send', frame: { type: 'hello', after: 10 } });
    expect(again).toContainEqual({ type: 'restore' });
  });

  it('asks once for what is missing and applies nothing after the gap', () => {
    const [gap, asked] = step(live, frame(madeEvent(12, 'conversation.tagged')), 0);
    expect(asked).toContainEqual({ type: 'send', frame: { type: 'resume', after: 10 } });
    expect(asked.some((one) => one.type === 'apply')).toBe(false);
    const [still, quiet] = step(gap, frame(madeEvent(13, 'conversation.tagged')), 0);
    expect(quiet.some((one) => one.type === 'send')).toBe(false);
    const [filled, effects] = step(still, frame(madeEvent(11, 'conversation.tagged')), 0);
    expect(filled).toMatchObject({ seq: 11, resuming: false });
    expect(effects.some((one) => one.type === 'apply')).toBe(true);
  });

  it('drops what it already has', () => {
    const [state, effects] = step(live, frame(madeEvent(9, 'conversation.tagged')), 0);
    expect(state.seq).toBe(10);
    expect(effects.some((one) => one.type === 'apply')).toBe(false);
  });

  it.each([
    [1012, 0.5, 2750],
    [4000, 0.5, 0],
    [4008, 0.5, 30_000],
    [1006, 0.5, 250],
    [4002, 0.5, 0],
  ])('answers close code %i as the protocol says', (code, chance, ms) => {
    const [state, effects] = step(live, { type: 'closed', code }, chance);
    expect(state.phase).toBe('waiting');
    expect(timerOf(effects)).toMatchObject({ ms });
  });

  it('reports 4002 and does not hammer', () => {
    const [once, effects] = step(live, { type: 'closed', code: 4002 }, 0);
    expect(effects).toContainEqual({ type: 'report', code: 4002 });
    const [, second] = walk(
      [{ type: 'timer', name: 'retry' }, { type: 'opened' }, { type: 'closed', code: 4002 }],
      0,
      once,
    );
    expect(timerOf(second)).toMatchObject({ ms: 30_000 });
  });

  it('checks the sign-in after 4001', () => {
    const [checking, effects] = step(live, { type: 'closed', code: 4001 }, 0);
    expect(effects).toContainEqual({ type: 'check' });
    expect(step(checking, { type: 'checked', signedIn: false }, 0)[0]).toEqual(OFF);
    expect(step(checking, { type: 'checked', signedIn: true }, 0)[0].phase).toBe('waiting');
  });

  it('probes silence, then gives the socket up', () => {
    const [probing, asked] = step(live, { type: 'timer', name: 'quiet' }, 0);
    expect(asked).toContainEqual({ type: 'send', frame: { type: 'resume', after: 10 } });
    expect(step(probing, frame({ type: 'ping' }), 0)[0].probing).toBe(false);
    const [lost, effects] = step(probing, { type: 'timer', name: 'quiet' }, 0);
    expect(lost.phase).toBe('waiting');
    expect(effects).toContainEqual({ type: 'disconnect' });
  });

  it('backs off with full jitter up to 30 s', () => {
    expect(backoff(0, 0)).toBe(0);
    expect(backoff(0, 1)).toBe(500);
    expect(backoff(3, 1)).toBe(4000);
    expect(backoff(60, 1)).toBe(30_000);
  });

  it('is off after stop, whatever arrives', () => {
    const [off] = step(live, { type: 'stop' }, 0);
    for (const input of [{ type: 'opened' }, { type: 'closed', code: 1006 }, { type: 'online' }] as Input[]) {
      expect(step(off, input, 0)).toEqual([OFF, []]);
    }
  });
});
