import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, expect, it, vi } from 'vitest';
import type { Me } from '@/api/types';
import { madeMessage } from '@/live/made';
import { useLive } from '@/live/store';
import { useSession } from '@/staff/session';
import { useOutbox } from './outbox';

interface Call {
  path: string;
  body: { clientId: string; text: string };
}
const calls: Call[] = [];
let answer: (call: Call) => Response | Promise<Response>;

const json = (status: number, body: unknown) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });
const accepted = ({ body }: Call) =>
  json(201, madeMessage(9, { direction: 'outbound', ...body, delivery: 'sent' }));
const full = () => json(507, { code: 'disk_full', title: 'disk full', status: 507 });
const refused = () => json(409, { code: 'customer_blocked', title: 'blocked', status: 409 });

const signIn = (id: string) => (useSession().me = { agent: { id } } as Me);
/** The page is closed and opened again. */
function reload(id: string): void {
  setActivePinia(createPinia());
  signIn(id);
}

beforeEach(() => {
  localStorage.clear();
  calls.length = 0;
  reload('me');
  vi.stubGlobal('fetch', async (request: Request) => {
    const call = { path: new URL(request.url).pathname, body: (await request.json()) as Call['body'] };
    calls.push(call);
    expect(request.headers.get('X-Yingke-CSRF')).toBe('1');
    return answer(call);
  });
});

it('shows the message at once and lets go of it when the answer is there', async () => {
  answer = accepted;
  const sent = useOutbox().send('c1', 'reply', '好的', []);
  expect(useLive().state.pending.map((one) => one.state)).toEqual(['sending']);
  await sent;
  expect(useLive().state.pending).toEqual([]);
  expect(calls[0]?.path).toBe('/api/v1/conversations/c1/messages');
});

it('keeps a refused one with its reason, and retries under the same id', async () => {
  answer = refused;
  await expect(useOutbox().send('c1', 'note', '看一下', [])).rejects.toThrow('customer_blocked');
  const [held] = useLive().state.pending;
  expect(held).toMatchObject({ state: 'failed', problem: { code: 'customer_blocked' } });
  answer = accepted;
  await useOutbox().retry(held!.clientId);
  expect(calls.map((one) => one.body.clientId)).toEqual([held!.clientId, held!.clientId]);
  expect(useLive().state.pending).toEqual([]);
});

it('sends again by itself what a full disk refused', async () => {
  vi.useFakeTimers();
  answer = full;
  await useOutbox()
    .send('c1', 'reply', 'later', [])
    .catch(() => undefined);
  expect(useLive().state.pending[0]).toMatchObject({ state: 'failed', problem: { code: 'disk_full' } });
  answer = accepted;
  await vi.advanceTimersByTimeAsync(15_000);
  expect(useLive().state.pending).toEqual([]);
  expect(calls[1]?.body).toEqual(calls[0]?.body);
  vi.useRealTimers();
});

it('sends again by itself only what the network lost', async () => {
  answer = () => Promise.reject(new TypeError('Failed to fetch'));
  await useOutbox()
    .send('c1', 'reply', 'lost', [])
    .catch(() => undefined);
  answer = refused;
  await useOutbox()
    .send('c1', 'reply', 'refused', [])
    .catch(() => undefined);
  answer = accepted;
  useOutbox().resend();
  await vi.waitFor(() => expect(useLive().state.pending.map((one) => one.text)).toEqual(['refused']));
});

it('finds what a closed tab left behind', async () => {
  answer = () => Promise.reject(new TypeError('Failed to fetch'));
  await useOutbox()
    .send('c1', 'reply', 'left behind', [])
    .catch(() => undefined);
  reload('me');
  answer = accepted;
  useOutbox().restore();
  await vi.waitFor(() => expect(useLive().state.pending).toEqual([]));
  expect(calls[1]?.body).toEqual(calls[0]?.body);
  reload('me');
  useOutbox().restore();
  expect(useLive().state.pending, 'it went once').toEqual([]);
});

it('never sends what somebody else wrote at this browser', async () => {
  let fail: (error: Error) => void = () => undefined;
  answer = () => new Promise((_, reject) => (fail = reject));
  const lost = useOutbox()
    .send('c1', 'reply', 'mine', [])
    .catch(() => undefined);
  const behind = useOutbox().send('c1', 'reply', 'mine too', []);
  await vi.waitFor(() => expect(calls).toHaveLength(1));
  signIn('colleague');
  fail(new TypeError('Failed to fetch'));
  await lost;
  await behind;
  expect(
    calls.map((one) => one.body.text),
    'nothing goes in another name',
  ).toEqual(['mine']);
  reload('colleague');
  useOutbox().restore();
  expect(useLive().state.pending).toEqual([]);
  reload('me');
  answer = accepted;
  useOutbox().restore();
  await vi.waitFor(() => expect(calls.slice(1).map((one) => one.body.text)).toEqual(['mine', 'mine too']));
});

it('leaves nothing behind after the sign-out', async () => {
  answer = () => Promise.reject(new TypeError('Failed to fetch'));
  await useOutbox()
    .send('c1', 'reply', 'mine', [])
    .catch(() => undefined);
  useOutbox().forget('me');
  reload('me');
  useOutbox().restore();
  expect(useLive().state.pending).toEqual([]);
});
