import { computed, nextTick, ref, watch, type Ref } from 'vue';
import type { Id, NoteMentions } from '@/api/types';
import { useLive } from '@/live/store';
import { useDirectory } from '@/staff/directory';
import { useSession } from '@/staff/session';
import type { DraftKind } from './drafts';
import { askedAt, fitting, namedIn, type Nameable } from './mentions';

/** `@` in a note: who is offered, the keys that choose, and whom the note names in the end. */
export function useMentions(kind: Ref<DraftKind>, text: Ref<string>, field: Ref<HTMLTextAreaElement | null>) {
  const live = useLive();
  const session = useSession();
  const directory = useDirectory();
  const picked = new Set<Id>();
  const caret = ref(0);
  const at = ref(0);
  /** Closed with Escape, until something else is asked for. */
  const closed = ref(-1);

  const all = computed((): Nameable[] => [
    ...Object.values(live.state.agents)
      .filter((agent) => agent.id !== session.id)
      .map(({ id, name }): Nameable => ({ kind: 'agent', id, name })),
    ...directory.teams.map(({ id, name }): Nameable => ({ kind: 'team', id, name })),
  ]);
  const asked = computed(() => (kind.value === 'note' ? askedAt(text.value, caret.value) : null));
  const offered = computed(() =>
    asked.value && asked.value.from !== closed.value ? fitting(all.value, asked.value.query) : [],
  );
  watch(offered, () => (at.value = 0));
  watch(asked, (now) => {
    if (!now) closed.value = -1;
  });

  /** The caret has moved, or something was typed. */
  const moved = () => void nextTick(() => (caret.value = field.value?.selectionStart ?? text.value.length));
  watch(text, moved);

  function pick(one: Nameable) {
    const { value: from } = asked;
    if (!from) return;
    picked.add(one.id);
    const before = `${text.value.slice(0, from.from)}@${one.name} `;
    text.value = before + text.value.slice(caret.value).replace(/^ /, '');
    void nextTick(() => {
      field.value?.focus();
      field.value?.setSelectionRange(before.length, before.length);
      moved();
    });
  }

  /** Whether a key was ours. Never while an input method is choosing characters (keyCode 229 in Safari). */
  function struck(event: KeyboardEvent): boolean {
    const { length } = offered.value;
    if (length === 0 || event.isComposing || event.keyCode === 229) return false;
    const one = offered.value[at.value];
    if (event.key === 'ArrowDown') at.value = (at.value + 1) % length;
    else if (event.key === 'ArrowUp') at.value = (at.value + length - 1) % length;
    else if (event.key === 'Escape') closed.value = asked.value?.from ?? -1;
    else if ((event.key === 'Enter' || event.key === 'Tab') && one) pick(one);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  /** Whom the note names. */
  function named(): { mentions?: NoteMentions } {
    const mentions = namedIn(text.value, all.value, picked);
    return mentions ? { mentions } : {};
  }
  return { offered, at, pick, struck, moved, named };
}
