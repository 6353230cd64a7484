import { defineStore } from 'pinia';
import { ref } from 'vue';
import type { Id } from '@/api/types';
import { readStored, writeStored } from '@/shell/stored';

export type DraftKind = 'reply' | 'note';
interface Draft {
  reply: string;
  note: string;
  at: string;
}

const KEY = 'yingke.drafts';

/** What was typed and not sent, per conversation, in this browser; survives reloads. */
export const useDrafts = defineStore('drafts', () => {
  const all = ref(readStored<Record<Id, Draft>>(KEY, {}));
  let timer: ReturnType<typeof setTimeout> | undefined;

  function keepSoon(): void {
    clearTimeout(timer);
    timer = setTimeout(() => writeStored(KEY, all.value), 300);
  }
  function set(id: Id, kind: DraftKind, text: string): void {
    const before = all.value[id] ?? { reply: '', note: '', at: '' };
    const next = { ...before, [kind]: text, at: new Date().toISOString() };
    if (next.reply || next.note) all.value[id] = next;
    else all.value = Object.fromEntries(Object.entries(all.value).filter(([key]) => key !== id));
    keepSoon();
  }
  const get = (id: Id, kind: DraftKind) => all.value[id]?.[kind] ?? '';
  /** For the list: whichever is there. */
  const text = (id: Id) => get(id, 'reply') || get(id, 'note');
  const savedAt = (id: Id) => all.value[id]?.at ?? null;

  if (typeof window !== 'undefined') {
    window.addEventListener('pagehide', () => writeStored(KEY, all.value));
  }
  return { all, set, get, text, savedAt };
});
