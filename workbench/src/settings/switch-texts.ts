import { hasText, text } from '@/i18n';

/** Name and hint of a function switch; the server may know more than this release of the workbench. */
export function switchTexts(key: string): { name: string; hint: string } {
  const [name, hint] = [`switches.${key}`, `switches.${key}Hint`];
  return { name: hasText(name) ? text(name) : key, hint: hasText(hint) ? text(hint) : '' };
}
