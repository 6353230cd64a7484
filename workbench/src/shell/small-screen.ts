import { ref, type Ref } from 'vue';

const known = new Map<string, Ref<boolean>>();

/** Whether a media query holds, followed live. */
export function useMedia(query: string): Readonly<Ref<boolean>> {
  let holds = known.get(query);
  if (!holds) {
    const list = typeof matchMedia === 'function' ? matchMedia(query) : null;
    const made = ref(list?.matches ?? false);
    list?.addEventListener('change', (event) => (made.value = event.matches));
    known.set(query, (holds = made));
  }
  return holds;
}

/** Under 768 px the app has a layout of its own. */
export function useSmallScreen(): Readonly<Ref<boolean>> {
  return useMedia('(max-width: 767px)');
}
