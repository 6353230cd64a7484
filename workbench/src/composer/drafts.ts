import { defineStore } from 'pinia';
import { ref, watch } from 'vue';
import type { Attachment, Id } from '@/api/types';
import { storedShelf } from '@/shell/stored';
import { useSession } from '@/staff/session';

export type DraftKind = 'reply' | 'note';
interface Draft {
  reply: string;
  note: string;
  /** Files that are on the server and wait for the reply. */
  files?: Attachment[];
  at: string;
}

const KEPT_AFTER = 300;
const shelf = storedShelf<Draft>('draft');

/** What was typed and not sent, per conversation, in this browser; survives reloads, ends with the sign-out. */
export const useDrafts = defineStore('drafts', () => {
  const session = useSession();
  const all = ref<Record<Id, Draft>>({});
  const late = new Map<Id, ReturnType<typeof setTimeout>>();

  function keep(id: Id, agent = session.id): void {
    clearTimeout(late.get(id));
    late.delete(id);
    shelf.write(agent, id, all.value[id]);
  }
  const keepAll = (agent = session.id) => [...late.keys()].forEach((id) => keep(id, agent));
  function put(id: Id, change: Partial<Draft>): void {
    const before = all.value[id] ?? { reply: '', note: '', at: '' };
    const next = { ...before, ...change, at: new Date().toISOString() };
    const some = next.reply || next.note || next.files?.length;
    if (some) all.value[id] = next;
    else all.value = Object.fromEntries(Object.entries(all.value).filter(([key]) => key !== id));
    clearTimeout(late.get(id));
    if (some)
      late.set(
        id,
        setTimeout(() => keep(id), KEPT_AFTER),
      );
    // What was sent must not come back, however soon the page is closed.
    else keep(id);
  }
  const set = (id: Id, kind: DraftKind, text: string) => {
    if (get(id, kind) !== text) put(id, { [kind]: text });
  };
  const get = (id: Id, kind: DraftKind) => all.value[id]?.[kind] ?? '';
  const setFiles = (id: Id, files: Attachment[]) => put(id, { files });
  const files = (id: Id): Attachment[] => all.value[id]?.files ?? [];
  /** For the list: whichever is there. */
  const text = (id: Id) => get(id, 'reply') || get(id, 'note');
  const savedAt = (id: Id) => all.value[id]?.at ?? null;

  /** `agent` has signed out: whoever is next at this browser finds nothing. */
  const forget = (agent: Id) => shelf.clear(agent);
  function toldByAnotherTab(event: StorageEvent): void {
    const id = shelf.changed(session.id, event);
    if (id === null || late.has(id)) return;
    const held = shelf.one(session.id, id);
    const others = Object.entries(all.value).filter(([key]) => key !== id);
    all.value = Object.fromEntries(held ? [...others, [id, held]] : others);
  }

  watch(
    () => session.id,
    (now, before) => {
      if (before) keepAll(before);
      all.value = shelf.read(now);
    },
    { immediate: true, flush: 'sync' },
  );
  window.addEventListener('pagehide', () => keepAll());
  window.addEventListener('storage', toldByAnotherTab);
  return { all, set, get, setFiles, files, text, savedAt, forget };
});
