import { ref, shallowRef } from 'vue';
import { asProblem, type ProblemError } from '@/api/problem';

/** One form: busy while it is sent, the problem when refused. Answers whether it went well. */
export function useForm() {
  const busy = ref(false);
  const problem = shallowRef<ProblemError | null>(null);

  async function submit(send: () => Promise<void>): Promise<boolean> {
    if (busy.value) return false;
    busy.value = true;
    problem.value = null;
    try {
      await send();
      return true;
    } catch (error) {
      problem.value = asProblem(error);
      return false;
    } finally {
      busy.value = false;
    }
  }
  return { busy, problem, submit };
}
