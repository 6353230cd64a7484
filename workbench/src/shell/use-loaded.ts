import { onMounted, ref, shallowRef, type Ref, type ShallowRef } from 'vue';

export interface Loaded<T> {
  data: ShallowRef<T | null>;
  error: ShallowRef<unknown>;
  loading: Ref<boolean>;
  load: () => Promise<void>;
}

/** Something a page needs before it can show itself, read when it is mounted. */
export function useLoaded<T>(read: () => Promise<T>): Loaded<T> {
  const data = shallowRef<T | null>(null);
  const error = shallowRef<unknown>(null);
  const loading = ref(false);

  async function load(): Promise<void> {
    loading.value = true;
    try {
      data.value = await read();
      error.value = null;
    } catch (problem) {
      error.value = problem;
    } finally {
      loading.value = false;
    }
  }
  onMounted(load);
  return { data, error, loading, load };
}
