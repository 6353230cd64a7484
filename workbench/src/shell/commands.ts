import { onScopeDispose, shallowReactive } from 'vue';
import type { KeyAct } from './keys';

type Act = () => void;
const acts = shallowReactive(new Map<KeyAct, Act>());

/** A page says what its keys do while it is shown. */
export function useCommands(given: Partial<Record<KeyAct, Act>>): void {
  const entries = Object.entries(given) as [KeyAct, Act][];
  for (const [key, act] of entries) acts.set(key, act);
  onScopeDispose(() => {
    for (const [key, act] of entries) if (acts.get(key) === act) acts.delete(key);
  });
}

export function perform(key: KeyAct): boolean {
  const act = acts.get(key);
  act?.();
  return act !== undefined;
}

export function isPossible(key: KeyAct): boolean {
  return acts.has(key);
}
