/** Which pages an inbox has: the website's own chat, or a channel's. Pure. */
import type { Manifest } from '@/channel/types';

const WEBSITE = ['install', 'look', 'preChat', 'hours', 'files', 'serving'] as const;
const CHANNEL = ['state', 'connection', 'abilities', 'payloads', 'console'] as const;
const BOTH = ['hours', 'files', 'serving'] as const;

export type ChannelTab = (typeof CHANNEL)[number];
export type InboxTab = (typeof WEBSITE)[number] | ChannelTab;

export const isOfChannel = (tab: InboxTab): tab is ChannelTab => (CHANNEL as readonly string[]).includes(tab);

export function tabsOf(manifest: Pick<Manifest, 'hasConsole'> | null): InboxTab[] {
  if (!manifest) return [...WEBSITE];
  return [...CHANNEL.filter((one) => one !== 'console' || manifest.hasConsole), ...BOTH];
}
