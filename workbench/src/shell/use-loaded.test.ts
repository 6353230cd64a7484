import { flushPromises, mount } from '@vue/test-utils';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { defineComponent } from 'vue';
import { useLoaded, useRefreshed, type Loaded } from './use-loaded';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Something that is read; each reading is answered by hand. */
function shown(every?: number) {
  const asked: { answer: (value: string) => void; fail: (why: Error) => void }[] = [];
  let loaded!: Loaded<string>;
  const page = mount(
    defineComponent({
      setup() {
        loaded = useLoaded(() => new Promise<string>((answer, fail) => asked.push({ answer, fail })));
        if (every) useRefreshed(loaded, every);
        return () => null;
      },
    }),
  );
  return { asked, loaded, page };
}

it('shows what was read last, whichever answer comes first', async () => {
  const { asked, loaded } = shown();
  void loaded.load();
  asked[1]?.answer('new');
  await flushPromises();
  asked[0]?.answer('old');
  await flushPromises();
  expect([loaded.data.value, loaded.loading.value]).toEqual(['new', false]);
});

it('leaves what is shown when it cannot be read beside it, and says so when it was asked for', async () => {
  const { asked, loaded } = shown();
  asked[0]?.answer('first');
  await flushPromises();
  void loaded.refresh();
  asked[1]?.fail(new Error('away'));
  await flushPromises();
  expect([loaded.data.value, loaded.error.value]).toEqual(['first', null]);
  void loaded.load();
  asked[2]?.fail(new Error('away'));
  await flushPromises();
  expect(loaded.error.value).toEqual(new Error('away'));
});

it('is read again every so often until it is left; a slow answer is waited for', async () => {
  const { asked, loaded, page } = shown(5_000);
  vi.advanceTimersByTime(20_000);
  expect(asked.length).toBe(1);
  asked[0]?.answer('first');
  await flushPromises();
  vi.advanceTimersByTime(5_000);
  asked[1]?.answer('second');
  await flushPromises();
  expect(loaded.data.value).toBe('second');
  page.unmount();
  vi.advanceTimersByTime(20_000);
  expect(asked.length).toBe(2);
});
