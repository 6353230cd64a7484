import { onBeforeUnmount, onMounted, ref, shallowRef, type Ref, type ShallowRef } from 'vue';

export interface Loaded<T> {
  data: ShallowRef<T | null>;
  error: ShallowRef<unknown>;
  loading: Ref<boolean>;
  load: () => Promise<void>;
  /** Reads it again beside what is shown: when that fails, it stays. */
  refresh: () => Promise<void>;
}

/** Something a page needs before it can show itself, read when it is mounted. The newest reading is the one that counts. */
export function useLoaded<T>(read: () => Promise<T>): Loaded<T> {
  const data = shallowRef<T | null>(null);
  const error = shallowRef<unknown>(null);
  const loading = ref(false);
  let newest = 0;

  async function attempt(failed: (problem: unknown) => void): Promise<void> {
    const mine = ++newest;
    const counts = () => mine === newest;
    loading.value = true;
    try {
      const fresh = await read();
      if (!counts()) return;
      data.value = fresh;
      error.value = null;
    } catch (problem) {
      if (counts()) failed(problem);
    } finally {
      if (counts()) loading.value = false;
    }
  }
  const load = () => attempt((problem) => (error.value = problem));
  const refresh = () =>
    attempt((problem) => {
      if (data.value === null) error.value = problem;
    });
  onMounted(load);
  return { data, error, loading, load, refresh };
}

/** Reads it again every so many milliseconds, for as long as somebody can see it. */
export function useRefreshed(of: Pick<Loaded<unknown>, 'loading' | 'refresh'>, every: number): void {
  let timer: ReturnType<typeof setInterval> | undefined;
  onMounted(() => {
    timer = setInterval(() => {
      // One that takes long is waited for.
      if (!document.hidden && !of.loading.value) void of.refresh();
    }, every);
  });
  onBeforeUnmount(() => clearInterval(timer));
}
