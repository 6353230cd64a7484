import { onScopeDispose, ref } from 'vue';

import { asProblem, localProblem, type ProblemError } from '@/api/problem';
import type { Attachment, Id, InboxSettings } from '@/api/types';
import { upload } from '@/api/upload';

export interface Chosen {
  key: string;
  name: string;
  size: number;
  /** Object URL of a picture, for the small preview. */
  preview: string | null;
  /** 0 … 1 */
  progress: number;
  attachment: Attachment | null;
  problem: ProblemError | null;
}

type Policy = InboxSettings['attachments'];

/** What the inbox's policy says about a file, before a byte is sent; null is fine. */
export function refusal(file: { size: number; type: string }, policy: Policy | null): string | null {
  if (!policy) return null;
  if (file.size > policy.maxBytes) return 'attachment_too_large';
  // What the browser does not know is left to the server, which looks at the bytes.
  if (!file.type) return null;
  const [main] = file.type.split('/');
  const fits = policy.mediaTypes.some((one) => one === file.type || one === `${main}/*` || one === '*/*');
  return policy.mediaTypes.length === 0 || fits ? null : 'attachment_type_refused';
}

/** Files beside the text: each uploads at once, with its progress. */
export function useFiles(conversation: () => Id, policy: () => Policy | null) {
  const chosen = ref<Chosen[]>([]);
  const running = new Map<string, () => void>();

  function change(key: string, part: Partial<Chosen>): void {
    chosen.value = chosen.value.map((one) => (one.key === key ? { ...one, ...part } : one));
  }

  function add(files: Iterable<File>): void {
    for (const file of files) {
      const key = crypto.randomUUID();
      const preview = file.type.startsWith('image/') ? URL.createObjectURL(file) : null;
      const one: Chosen = {
        key,
        name: file.name,
        size: file.size,
        preview,
        progress: 0,
        attachment: null,
        problem: null,
      };
      const code = refusal(file, policy());
      chosen.value = [...chosen.value, one];
      if (code) {
        change(key, { problem: localProblem(code, file.name) });
        continue;
      }
      const { done, cancel } = upload(file, conversation(), (progress) => change(key, { progress }));
      running.set(key, cancel);
      done
        .then((attachment) => change(key, { attachment, progress: 1 }))
        .catch((error: unknown) => change(key, { problem: asProblem(error) }))
        .finally(() => running.delete(key));
    }
  }

  function remove(key: string): void {
    running.get(key)?.();
    const one = chosen.value.find((held) => held.key === key);
    if (one?.preview) URL.revokeObjectURL(one.preview);
    chosen.value = chosen.value.filter((held) => held.key !== key);
  }
  const clear = () => [...chosen.value].forEach((one) => remove(one.key));
  onScopeDispose(clear);
  return { chosen, add, remove, clear };
}
