/** Words and addresses for what a message holds. Pure. */
import type { Language, Message } from '@/api/types';
import type { TextKey, TextParams } from '@/i18n';

/** A map that works where the reader is. */
export function mapUrl(
  { latitude, longitude, name }: { latitude: number; longitude: number; name?: string },
  language: Language,
): string {
  if (language === 'zh-CN') {
    const query = new URLSearchParams({ position: `${longitude},${latitude}`, name: name ?? '' });
    return `https://uri.amap.com/marker?${query.toString()}`;
  }
  return `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=16/${latitude}/${longitude}`;
}

export function host(url: string): string {
  try {
    return new URL(url).host;
  } catch {
    return url;
  }
}

/** A message in a few words, for quotes and lists. */
export function gist(
  message: Pick<Message, 'text' | 'attachments' | 'content' | 'coming' | 'recalledAt'>,
): { text: string } | { key: TextKey; params: TextParams } {
  if (message.recalledAt) return { key: 'content.recalled', params: {} };
  if (message.text) return { text: message.text };
  const [file] = message.attachments;
  if (file) return { text: file.name };
  const [coming] = message.coming ?? [];
  if (coming) return coming.name ? { text: coming.name } : { key: `abilities.${coming.kind}`, params: {} };
  const { content } = message;
  switch (content?.type) {
    case 'location':
      return content.name ? { text: content.name } : { key: 'content.location', params: {} };
    case 'link':
      return { text: content.title };
    case 'contact':
      return { text: content.name };
    case 'mail':
      return { text: content.subject };
    case 'template':
      return { key: 'content.templateNamed', params: { name: content.name } };
    case 'unsupported':
      return { key: 'content.unsupported', params: {} };
    case 'sticker':
      return { key: 'abilities.sticker', params: {} };
    default:
      return { key: 'content.menu', params: {} };
  }
}

/** A number as a phone dials it. */
export const dialled = (number: string): string => `tel:${number.replaceAll(/[^+\d]/g, '')}`;
