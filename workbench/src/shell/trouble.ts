import { defineStore } from 'pinia';
import { ref } from 'vue';

/** Why writes are refused although the server answers. */
export type Trouble = 'disk_full' | 'database_away';
const TROUBLES: readonly string[] = ['disk_full', 'database_away'];

/** After this long without another refusal nobody is held up any more. */
export const FORGOTTEN_AFTER = 120_000;

/** Whether what is written gets through: set by a refusal, cleared by the first sign of a write that did. */
export const useTrouble = defineStore('trouble', () => {
  const now = ref<Trouble | null>(null);
  let timer: ReturnType<typeof setTimeout> | undefined;

  function over(): void {
    clearTimeout(timer);
    now.value = null;
  }
  function refused(code: string): void {
    if (!TROUBLES.includes(code)) return;
    clearTimeout(timer);
    now.value = code as Trouble;
    timer = setTimeout(over, FORGOTTEN_AFTER);
  }
  return { now, refused, over };
});

export type BarKind = Trouble | 'offline' | 'away';

/** The one thing the bar says: what cuts everything off comes before what only hinders writing. */
export function barOf(held: {
  cutOff: boolean;
  machineOnline: boolean;
  trouble: Trouble | null;
}): BarKind | null {
  if (held.cutOff) return held.machineOnline ? 'away' : 'offline';
  return held.trouble;
}
