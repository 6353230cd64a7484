import { useMessage } from 'naive-ui';
import { ref } from 'vue';
import { problemText } from '@/i18n/problem-text';

/** Runs one thing at a time; a refusal is shown as a short message, and answered with `undefined`. */
export function useWork() {
  const message = useMessage();
  const busy = ref(false);

  async function run<T>(work: () => Promise<T>, done?: string): Promise<T | undefined> {
    if (busy.value) return undefined;
    busy.value = true;
    try {
      const result = await work();
      if (done) message.success(done);
      return result;
    } catch (error) {
      message.error(problemText(error), { duration: 6000, closable: true });
      return undefined;
    } finally {
      busy.value = false;
    }
  }
  return { busy, run };
}
