/** Which pages an inbox has: the website's own chat, or a channel's. Pure. */
import type { Manifest } from '@/channel/types';

const WEBSITE = ['install', 'look', 'preChat', 'hours', 'files', 'serving'] as const;
const CHANNEL = ['state', 'connection', 'abilities', 'payloads', 'console'] as const;
const GREETING = 'greeting' as const;
const BOTH = ['hours', 'files', 'serving'] as const;

export type ChannelTab = (typeof CHANNEL)[number];
export type InboxTab = (typeof WEBSITE)[number] | ChannelTab | typeof GREETING;

export const isOfChannel = (tab: InboxTab): tab is ChannelTab => (CHANNEL as readonly string[]).includes(tab);

export function tabsOf(manifest: Pick<Manifest, 'hasConsole' | 'enters'> | null): InboxTab[] {
  if (!manifest) return [...WEBSITE];
  const own: InboxTab[] = CHANNEL.filter((one) => one !== 'console' || manifest.hasConsole);
  return [...own, ...(manifest.enters ? [GREETING] : []), ...BOTH];
}
