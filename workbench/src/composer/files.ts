import { defineStore } from 'pinia';
import { ref, watch } from 'vue';

import { asProblem, localProblem, passes, type ProblemError } from '@/api/problem';
import type { Attachment, Id, InboxSettings } from '@/api/types';
import { thumbnailUrl, upload } from '@/api/upload';
import { bytes } from '@/shell/time';
import { useSession } from '@/staff/session';
import { useDrafts } from './drafts';

export interface Chosen {
  key: string;
  name: string;
  size: number;
  /** Address of a picture, for the small preview. */
  preview: string | null;
  /** 0 … 1 */
  progress: number;
  attachment: Attachment | null;
  problem: ProblemError | null;
  /** It goes again by itself. */
  again: boolean;
}

type Policy = InboxSettings['attachments'];

/** After this long a file that the server could not take just now is sent again. */
export const AGAIN_AFTER = 5_000;

/** What the inbox's policy says about a file, before a byte is sent; null is fine. */
export function refusal(file: { size: number; type: string }, policy: Policy | null): ProblemError | null {
  if (!policy) return null;
  if (file.size > policy.maxBytes) return localProblem('file_too_large', '', bytes(policy.maxBytes));
  // What the browser does not know is left to the server, which looks at the bytes.
  if (!file.type) return null;
  const [main] = file.type.split('/');
  const fits = policy.mediaTypes.some((one) => one === file.type || one === `${main}/*` || one === '*/*');
  return policy.mediaTypes.length === 0 || fits ? null : localProblem('file_kind_refused', '');
}

/** One that is on the server already and waited in the draft. */
const waited = (attachment: Attachment): Chosen => ({
  key: attachment.id,
  name: attachment.name,
  size: attachment.size,
  preview: attachment.thumbnail ? thumbnailUrl(attachment.id) : null,
  progress: 1,
  attachment,
  problem: null,
  again: false,
});

/**
 * Files beside the text, per conversation: each uploads at once, with its progress, also while another conversation
 * is looked at. Those that have arrived belong to the draft.
 */
export const useFiles = defineStore('files', () => {
  const session = useSession();
  const drafts = useDrafts();
  const all = ref<Record<Id, Chosen[]>>({});
  const running = new Map<string, () => void>();

  const of = (id: Id): Chosen[] => all.value[id] ?? drafts.files(id).map(waited);
  function put(id: Id, chosen: Chosen[]): void {
    all.value = { ...all.value, [id]: chosen };
    drafts.setFiles(
      id,
      chosen.flatMap((one) => one.attachment ?? []),
    );
  }
  function change(id: Id, key: string, part: Partial<Chosen>): void {
    const changed = of(id).map((one) => (one.key === key ? { ...one, ...part } : one));
    if (part.attachment) put(id, changed);
    else all.value = { ...all.value, [id]: changed };
  }

  function send(id: Id, key: string, file: File): void {
    const { done, cancel } = upload(file, id, (progress) => change(id, key, { progress }));
    running.set(key, cancel);
    done
      .then((attachment) => {
        running.delete(key);
        change(id, key, { attachment, progress: 1 });
      })
      .catch((error: unknown) => {
        // Taken away meanwhile.
        if (!running.delete(key)) return;
        const problem = asProblem(error);
        change(id, key, { problem, again: passes(problem.code), progress: 0 });
        if (passes(problem.code)) soon(id, key, file, problem.retryAfter);
      });
  }
  function soon(id: Id, key: string, file: File, retryAfter: number | null): void {
    const timer = setTimeout(
      () => {
        change(id, key, { problem: null, again: false });
        send(id, key, file);
      },
      retryAfter ? retryAfter * 1000 : AGAIN_AFTER,
    );
    running.set(key, () => clearTimeout(timer));
  }

  function add(id: Id, files: Iterable<File>, policy: Policy | null): void {
    for (const file of files) {
      const key = crypto.randomUUID();
      const preview = file.type.startsWith('image/') ? URL.createObjectURL(file) : null;
      const problem = refusal(file, policy);
      const { name, size } = file;
      const one = { key, name, size, preview, progress: 0, attachment: null, problem, again: false };
      all.value = { ...all.value, [id]: [...of(id), one] };
      if (!problem) send(id, key, file);
    }
  }

  function stop(one: Chosen): void {
    const end = running.get(one.key);
    running.delete(one.key);
    end?.();
    if (one.preview?.startsWith('blob:')) URL.revokeObjectURL(one.preview);
  }
  function remove(id: Id, key: string): void {
    of(id)
      .filter((one) => one.key === key)
      .forEach(stop);
    put(
      id,
      of(id).filter((one) => one.key !== key),
    );
  }
  function clear(id: Id): void {
    of(id).forEach(stop);
    put(id, []);
  }

  watch(
    () => session.id,
    () => {
      Object.values(all.value).flat().forEach(stop);
      all.value = {};
    },
    { flush: 'sync' },
  );
  // A file that is on its way would have to be chosen again.
  window.addEventListener('beforeunload', (event) => {
    if (running.size > 0) event.preventDefault();
  });
  return { all, of, add, remove, clear };
});
