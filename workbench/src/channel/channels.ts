import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import { asProblem } from '@/api/problem';
import { usePreferences } from '@/shell/preferences';
import { readChannels } from './calls';
import type { Ability, Manifest, Words } from './types';

/** Which channels there are and what each carries, read once: manifests change only with a release. */
export const useChannels = defineStore('channels', () => {
  const preferences = usePreferences();
  const all = shallowRef<Manifest[]>([]);
  const loaded = shallowRef(false);
  let reading: Promise<void> | null = null;

  async function read(): Promise<void> {
    try {
      all.value = await readChannels();
      loaded.value = true;
    } finally {
      reading = null;
    }
  }
  /** Throws when they cannot be read. */
  function load(): Promise<void> {
    if (loaded.value) return Promise.resolve();
    return (reading ??= read());
  }
  /** For pages that go on without: names and marks are then missing. */
  const loadQuietly = () => load().catch((error: unknown) => void asProblem(error));

  const byKey = computed(() => new Map(all.value.map((one) => [one.key, one])));
  const say = (words: Words) => (preferences.language === 'zh-CN' ? words.zh : words.en);
  /** What to do instead of what the channel cannot do; empty when its makers thought of nothing. */
  function instead(manifest: Manifest, ability: Ability): string {
    const hint = manifest.hints.find((one) => one.ability === ability);
    return hint ? say(hint.instead) : '';
  }
  return { all, loaded, load, loadQuietly, byKey, say, instead };
});
