import { onScopeDispose, shallowReactive, watchEffect } from 'vue';
import type { KeyAct } from './keys';

type Act = () => void;
type Acts = Partial<Record<KeyAct, Act>>;
const acts = shallowReactive(new Map<KeyAct, Act>());

/** A page says what its keys do while it is shown; asked again when a right or a function switch changes. */
export function useCommands(given: () => Acts): void {
  let mine: [KeyAct, Act][] = [];
  function clear() {
    for (const [key, act] of mine) if (acts.get(key) === act) acts.delete(key);
  }
  watchEffect(() => {
    const next = Object.entries(given()) as [KeyAct, Act][];
    clear();
    mine = next;
    for (const [key, act] of mine) acts.set(key, act);
  });
  onScopeDispose(clear);
}

export function perform(key: KeyAct): boolean {
  const act = acts.get(key);
  act?.();
  return act !== undefined;
}

export function isPossible(key: KeyAct): boolean {
  return acts.has(key);
}
