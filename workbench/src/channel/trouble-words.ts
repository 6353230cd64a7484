/** What a code of a channel's own means: the channel brings the words along, in both languages. Pure. */
import type { ChannelTrouble, Manifest } from './types';

export function troubleOf(manifest: Manifest | undefined, code: string): ChannelTrouble | null {
  if (!code) return null;
  return manifest?.troubles.find((one) => one.code === code) ?? null;
}
