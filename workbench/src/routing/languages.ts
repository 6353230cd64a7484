/** Languages as customers speak them: the first part of a BCP 47 tag. */
import type { Language } from '@/api/types';

export const LANGUAGES = [
  'zh',
  'en',
  'ja',
  'ko',
  'yue',
  'fr',
  'de',
  'es',
  'pt',
  'it',
  'ru',
  'ar',
  'th',
  'vi',
  'id',
  'ms',
] as const;

/** In the reader's language; what is no tag stays as it is. */
export function languageName(tag: string, reader: Language): string {
  try {
    return new Intl.DisplayNames([reader], { type: 'language' }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}
