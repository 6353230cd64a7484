/** What is being put together to be sent beside words: a blank one, and whether it is complete. Pure. */
import type { SayContent } from '@/api/types';

export const COMPOSABLE = ['template', 'menu', 'link', 'location', 'contact'] as const;
export type Composable = (typeof COMPOSABLE)[number];
export type ComposedContent = Extract<SayContent, { type: Composable }>;

/** The strictest channels take so many. */
export const MOST_CHOICES = 10;

export function blankContent(type: Composable): ComposedContent {
  switch (type) {
    case 'template':
      return { type, name: '', language: '', parameters: [] };
    case 'menu':
      return { type, title: '', choices: [blankChoice([]), { id: 'c2', label: '' }], tail: '' };
    case 'link':
      return { type, title: '', description: '', url: '' };
    case 'location':
      return { type, latitude: 0, longitude: 0, name: '', address: '' };
    case 'contact':
      return { type, name: '', phone: '' };
  }
}

/** Ids are ours and never seen; what comes back names the choice. */
export function blankChoice(held: readonly { id: string }[]): { id: string; label: string } {
  let n = held.length + 1;
  while (held.some((one) => one.id === `c${n}`)) n += 1;
  return { id: `c${n}`, label: '' };
}

const isWeb = (url: string | undefined) => /^https?:\/\/\S+$/i.test(url ?? '');

/** `text` are the words beside it: a menu needs some. */
export function isComplete(content: ComposedContent, text: string): boolean {
  switch (content.type) {
    case 'template':
      return content.name !== '' && (content.parameters ?? []).every((one) => one.trim() !== '');
    case 'menu':
      return text.trim() !== '' && finished(content).choices.length > 0;
    case 'link':
      return content.title.trim() !== '' && isWeb(content.url);
    case 'location':
      return (
        (content.latitude !== 0 || content.longitude !== 0) &&
        Math.abs(content.latitude) <= 90 &&
        Math.abs(content.longitude) <= 180
      );
    case 'contact':
      return content.name.trim() !== '' && (content.phone ?? '').trim() !== '';
  }
}

/** As it is sent: choices without words are left out. */
export function finished<T extends ComposedContent>(content: T): T {
  if (content.type !== 'menu') return content;
  return { ...content, choices: content.choices.filter((one) => one.label.trim() !== '') };
}

/** `31.2304, 121.4737`, as maps copy it. */
export function coordinates(text: string): { latitude: number; longitude: number } | null {
  const match = /^\s*(-?\d+(?:\.\d+)?)\s*[,，\s]\s*(-?\d+(?:\.\d+)?)\s*$/.exec(text);
  if (!match) return null;
  const [latitude, longitude] = [Number(match[1]), Number(match[2])];
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 ? { latitude, longitude } : null;
}

const GAP = /\{\{[^{}]*\}\}/g;
/** A template's text with what stands in its gaps so far. */
export function filledTemplate(text: string, parameters: readonly string[]): string {
  let at = 0;
  return text.replace(GAP, (gap) => parameters[at++] || gap);
}
