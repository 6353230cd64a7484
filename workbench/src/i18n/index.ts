import { createI18n, useI18n, type I18nOptions } from 'vue-i18n';
import en from './en';
import zh, { type Texts } from './zh-CN';

type Leaves<T, Before extends string = ''> = {
  [K in keyof T & string]: T[K] extends string ? `${Before}${K}` : Leaves<T[K], `${Before}${K}.`>;
}[keyof T & string];

/** Every key of the texts; a wrong one does not compile. */
export type TextKey = Leaves<Texts>;
export type TextParams = Record<string, string | number>;
export type Translate = (key: TextKey, params?: TextParams) => string;

const i18n = createI18n({
  legacy: false,
  locale: 'zh-CN' as string,
  fallbackLocale: 'en',
  // Numbers of things are written `{n} agent | {n} agents`; Chinese has one form.
  messages: { 'zh-CN': zh, en } as unknown as I18nOptions['messages'],
  missingWarn: import.meta.env.DEV,
});

function translate(t: (key: string, params: TextParams, plural: number) => string): Translate {
  return (key, params = {}) => t(key, params, typeof params.n === 'number' ? params.n : 1);
}

/** Texts in components. */
export function useText(): { t: Translate } {
  const { t } = useI18n();
  return { t: translate(t as never) };
}

/** Texts outside components. */
export const text: Translate = (key, params) => translate(i18n.global.t as never)(key, params);

export function speak(language: string): void {
  const locale: unknown = i18n.global.locale;
  (locale as { value: string }).value = language;
}

/** Whether a key exists: for keys made of what the server sends. */
export function hasText(key: string): key is TextKey {
  return (i18n.global.te as (key: string) => boolean)(key);
}

export const textPlugin = i18n;
