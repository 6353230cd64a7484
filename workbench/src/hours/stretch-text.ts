import type { Language } from '@/api/types';
import type { Stretch } from './hours';

const locale = (language: Language) => (language === 'en' ? 'en-GB' : language);

/** 10月1日 周四 – 10月7日 周三; the year where it is not this one. */
export function stretchText(one: Stretch, language: Language, today: string): string {
  const at = (date: string) => new Date(`${date}T00:00:00Z`);
  const named = one.first.slice(0, 4) !== today.slice(0, 4) || one.last.slice(0, 4) !== today.slice(0, 4);
  const format = new Intl.DateTimeFormat(locale(language), {
    timeZone: 'UTC',
    month: language === 'en' ? 'short' : 'long',
    day: 'numeric',
    weekday: 'short',
    ...(named ? { year: 'numeric' } : {}),
  });
  const said = (date: string) => format.format(at(date));
  return one.first === one.last ? said(one.first) : `${said(one.first)} – ${said(one.last)}`;
}
