import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { ServerFrame } from '@/api/types';
import type { Connection } from './connection';
import { madeEvent, madeRow, madeSnapshot } from './made';
import { LiveSocket } from './socket';

class FakeSocket {
  readyState = 0;
  sent: unknown[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  send(text: string) {
    this.sent.push(JSON.parse(text));
  }
  close() {
    this.readyState = 3;
  }
  opens() {
    this.readyState = 1;
    this.onopen?.();
  }
  says(frame: ServerFrame) {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }
  closes(code: number) {
    this.readyState = 3;
    this.onclose?.({ code });
  }
}

const made: FakeSocket[] = [];
const applied: ServerFrame[] = [];
let shown: Connection | null = null;
let signedIn = true;
const start = () => {
  const socket = new LiveSocket({
    url: () => 'ws://desk.example/api/v1/live',
    makeSocket: () => {
      const one = new FakeSocket();
      made.push(one);
      return one as unknown as WebSocket;
    },
    chance: () => 0.5,
    apply: (frame) => applied.push(frame),
    interests: () => [{ type: 'open', conversation: 'c1' }],
    check: () => Promise.resolve(signedIn),
    changed: (connection) => (shown = connection),
    report: () => undefined,
  });
  socket.dispatch({ type: 'start' });
  return socket;
};

beforeEach(() => {
  vi.useFakeTimers();
  made.length = 0;
  applied.length = 0;
  signedIn = true;
});
afterEach(() => vi.useRealTimers());

it('says hello, then what is open, and applies what comes', () => {
  start();
  made[0]!.opens();
  expect(made[0]!.sent).toEqual([
    { type: 'hello', after: null },
    { type: 'open', conversation: 'c1' },
  ]);
  made[0]!.says(madeSnapshot(5, [madeRow()]));
  made[0]!.says(madeEvent(6, 'conversation.tagged'));
  expect(applied.map((frame) => frame.type)).toEqual(['snapshot', 'event']);
  expect(shown?.phase).toBe('live');
});

it('comes back after the server restarts, with its number', () => {
  start();
  made[0]!.opens();
  made[0]!.says(madeSnapshot(5, []));
  made[0]!.closes(1012);
  vi.advanceTimersByTime(2749);
  expect(made).toHaveLength(1);
  vi.advanceTimersByTime(1);
  made[1]!.opens();
  expect(made[1]!.sent[0]).toEqual({ type: 'hello', after: 5 });
});

it('ignores what a forgotten socket still says', () => {
  const socket = start();
  made[0]!.opens();
  socket.dispatch({ type: 'stop' });
  made[0]!.says(madeSnapshot(5, []));
  made[0]!.closes(1006);
  expect(applied).toEqual([]);
  expect(made).toHaveLength(1);
});

it('stays away when the sign-in is gone', async () => {
  signedIn = false;
  start();
  made[0]!.opens();
  made[0]!.closes(4001);
  await vi.runAllTimersAsync();
  expect(made).toHaveLength(1);
  expect(shown?.phase).toBe('off');
});

it('gives up a silent socket: one probe, then a new one', () => {
  start();
  made[0]!.opens();
  made[0]!.says(madeSnapshot(5, []));
  vi.advanceTimersByTime(40_000);
  expect(made[0]!.sent.at(-1)).toEqual({ type: 'resume', after: 5 });
  vi.advanceTimersByTime(20_000 + 500);
  expect(made).toHaveLength(2);
});
