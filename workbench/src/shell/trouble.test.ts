import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { api, call, onWrites } from '@/api/client';
import { barOf, FORGOTTEN_AFTER, useTrouble } from './trouble';

const answer = (status: number, body: unknown) =>
  vi.stubGlobal('fetch', () =>
    Promise.resolve(
      new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } }),
    ),
  );
const full = { code: 'disk_full', title: 'full', status: 507 };
const write = () => call(api.PUT('/api/v1/me/status', { body: { status: 'busy' } })).catch(() => undefined);
const read = () => call(api.GET('/api/v1/me')).catch(() => undefined);

beforeEach(() => {
  vi.useFakeTimers();
  setActivePinia(createPinia());
  onWrites(useTrouble());
});
afterEach(() => vi.useRealTimers());

describe('trouble with writing', () => {
  it('begins with a refusal, outlasts reading, and ends with a write that got through', async () => {
    const trouble = useTrouble();
    answer(507, full);
    await write();
    expect(trouble.now).toBe('disk_full');
    answer(200, {});
    await read();
    expect(trouble.now).toBe('disk_full');
    await write();
    expect(trouble.now).toBeNull();
  });

  it('is forgotten when nothing was refused for long', async () => {
    const trouble = useTrouble();
    answer(507, full);
    await write();
    vi.advanceTimersByTime(FORGOTTEN_AFTER - 1);
    await write();
    vi.advanceTimersByTime(FORGOTTEN_AFTER - 1);
    expect(trouble.now).toBe('disk_full');
    vi.advanceTimersByTime(1);
    expect(trouble.now).toBeNull();
  });

  it('is no ordinary refusal', async () => {
    answer(409, { code: 'consultation_ended', title: '', status: 409 });
    await write();
    expect(useTrouble().now).toBeNull();
  });

  it.each([
    [{ cutOff: true, machineOnline: false, trouble: 'disk_full' }, 'offline'],
    [{ cutOff: true, machineOnline: true, trouble: 'disk_full' }, 'away'],
    [{ cutOff: false, machineOnline: true, trouble: 'disk_full' }, 'disk_full'],
    [{ cutOff: false, machineOnline: true, trouble: null }, null],
  ] as const)('%j shows %s', (held, shown) => {
    expect(barOf(held)).toBe(shown);
  });
});
