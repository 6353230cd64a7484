import { defineStore } from 'pinia';
import { computed, ref, watch, watchSyncEffect } from 'vue';
import type { Language, Theme } from '@/api/types';
import { speak } from '@/i18n';
import { readStored, writeStored } from './stored';

const KEY = 'yingke.preferences';

interface Stored {
  theme: Theme;
  language: Language | null;
  enterSends: boolean;
}

function browserLanguage(): Language {
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
}

/** Theme, language and keys of this browser; the session copies theme and language from the server. */
export const usePreferences = defineStore('preferences', () => {
  const stored = readStored<Partial<Stored>>(KEY, {});
  const theme = ref<Theme>(stored.theme ?? 'system');
  const language = ref<Language>(stored.language ?? browserLanguage());
  const enterSends = ref(stored.enterSends ?? true);

  const system = typeof matchMedia === 'function' ? matchMedia('(prefers-color-scheme: dark)') : null;
  const systemDark = ref(system?.matches ?? false);
  system?.addEventListener('change', (event) => (systemDark.value = event.matches));

  const dark = computed(() => (theme.value === 'system' ? systemDark.value : theme.value === 'dark'));

  watchSyncEffect(() => {
    document.documentElement.dataset.theme = dark.value ? 'dark' : 'light';
    document.documentElement.lang = language.value;
    speak(language.value);
  });
  watch([theme, language, enterSends], () =>
    writeStored(KEY, { theme: theme.value, language: language.value, enterSends: enterSends.value }),
  );
  return { theme, language, enterSends, dark };
});
