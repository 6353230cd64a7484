import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, expect, it, vi } from 'vitest';
import { localProblem, type ProblemError } from '@/api/problem';
import type { Attachment, Me } from '@/api/types';
import { problemText } from '@/i18n/problem-text';
import { useSession } from '@/staff/session';
import { AGAIN_AFTER, refusal, useFiles } from './files';

interface Sent {
  name: string;
  arrives: () => void;
  fails: (problem: ProblemError) => void;
  cancelled: boolean;
}
const sent: Sent[] = [];
vi.mock('@/api/upload', () => ({
  thumbnailUrl: (id: string) => `/thumbnail/${id}`,
  upload: (file: File) => {
    const { name, size } = file;
    const one: Sent = { name, arrives: () => undefined, fails: () => undefined, cancelled: false };
    const done = new Promise<Attachment>((resolve, reject) => {
      one.arrives = () => resolve({ id: `a-${name}`, name, size, mediaType: 'image/png', thumbnail: true });
      one.fails = reject;
    });
    sent.push(one);
    return { done, cancel: () => (one.cancelled = true) };
  },
}));

/** A page that is opened. */
function open() {
  setActivePinia(createPinia());
  useSession().me = { agent: { id: 'me' } } as Me;
  return useFiles();
}
const paper = (name: string) => new File(['%PDF'], name, { type: 'application/pdf' });
const shown = (files: ReturnType<typeof useFiles>, id = 'c1') =>
  files.of(id).map((one) => [one.name, one.attachment?.id ?? null, one.again]);
const settled = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  sent.length = 0;
});

it('goes on while another conversation is looked at, and waits for the reply', async () => {
  const files = open();
  files.add('c1', [paper('order.pdf')], null);
  expect(files.of('c2')).toEqual([]);
  sent[0]?.arrives();
  await settled();
  expect(shown(files)).toEqual([['order.pdf', 'a-order.pdf', false]]);
  window.dispatchEvent(new Event('pagehide'));
  expect(shown(open()), 'after a reload').toEqual([['order.pdf', 'a-order.pdf', false]]);
});

it('goes again by itself when the server was away, and is waited for', async () => {
  const files = open();
  files.add('c1', [paper('order.pdf')], null);
  sent[0]?.fails(localProblem('network', 'upload'));
  await settled();
  expect(shown(files)).toEqual([['order.pdf', null, true]]);
  await vi.advanceTimersByTimeAsync(AGAIN_AFTER);
  sent[1]?.arrives();
  await settled();
  expect(shown(files)).toEqual([['order.pdf', 'a-order.pdf', false]]);
});

it('does not go again when it was refused, or taken away', async () => {
  const files = open();
  files.add('c1', [paper('order.pdf'), paper('bill.pdf')], null);
  sent[0]?.fails(localProblem('file_broken', 'upload'));
  sent[1]?.fails(localProblem('network', 'upload'));
  await settled();
  expect(shown(files)).toEqual([
    ['order.pdf', null, false],
    ['bill.pdf', null, true],
  ]);
  files.remove('c1', files.of('c1')[1]!.key);
  await vi.advanceTimersByTimeAsync(AGAIN_AFTER);
  expect(sent).toHaveLength(2);
});

it('is gone when the reply was sent, or somebody else signs in', async () => {
  const files = open();
  files.add('c1', [paper('order.pdf'), paper('bill.pdf')], null);
  sent[0]?.arrives();
  await settled();
  files.clear('c1');
  expect(sent[1]?.cancelled).toBe(true);
  expect(shown(open())).toEqual([]);
  const again = useFiles();
  again.add('c1', [paper('late.pdf')], null);
  useSession().me = { agent: { id: 'colleague' } } as Me;
  expect(shown(again)).toEqual([]);
});

it('names the limit that a file is over', () => {
  const over = refusal({ size: 3 << 20, type: 'image/png' }, { maxBytes: 2 << 20, mediaTypes: [] });
  expect(problemText(over)).toContain('2.0 MB');
});

const policy = { maxBytes: 1000, mediaTypes: ['image/*', 'application/pdf'] };

it.each([
  [{ size: 10, type: 'image/png' }, policy, null],
  [{ size: 10, type: 'application/pdf' }, policy, null],
  [{ size: 1001, type: 'image/png' }, policy, 'file_too_large'],
  [{ size: 10, type: 'application/zip' }, policy, 'file_kind_refused'],
  [{ size: 10, type: '' }, policy, null],
  [{ size: 10_000, type: 'application/zip' }, null, null],
  [{ size: 10, type: 'application/zip' }, { maxBytes: 100, mediaTypes: [] }, null],
])('%j under %j: %s', (file, rules, code) => expect(refusal(file, rules)?.code ?? null).toBe(code));
