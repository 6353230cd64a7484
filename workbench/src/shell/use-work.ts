import { useMessage } from 'naive-ui';
import { ref } from 'vue';
import { problemText } from '@/i18n/problem-text';

/** Runs one thing at a time; a refusal is shown as a short message, and answered with `undefined`. */
export function useWork() {
  const message = useMessage();
  const busy = ref(false);

  let last: Promise<unknown> = Promise.resolve();

  async function perform<T>(work: () => Promise<T>, done?: string): Promise<T | undefined> {
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
  async function run<T>(work: () => Promise<T>, done?: string): Promise<T | undefined> {
    return busy.value ? undefined : await perform(work, done);
  }
  /** For what is chosen, not submitted: one after the other, so that a quick second choice is not lost. */
  function each<T>(work: () => Promise<T>): Promise<T | undefined> {
    const mine = last.then(() => perform(work));
    last = mine;
    return mine;
  }
  return { busy, run, each };
}
