import { computed, type Ref } from 'vue';
import type { Row } from '@/api/types';
import { useChannels } from '@/channel/channels';
import type { Ability } from '@/channel/types';
import { useNow } from '@/shell/now';
import { windowState } from './window-state';

/** What the channel of a conversation takes now. On the website everything goes, always. */
export function useChannelOf(row: Readonly<Ref<Row>>) {
  const channels = useChannels();
  const now = useNow();
  const manifest = computed(() => channels.byKey.get(row.value.channel) ?? null);
  const window = computed(() =>
    windowState(row.value.window, (manifest.value?.windows.length ?? 0) > 0, now.value),
  );
  /** An empty name: nobody there has taken it yet. */
  const heldBy = computed(() => row.value.heldBy ?? null);
  const limit = computed(() => {
    const limits = manifest.value?.limits;
    return limits ? { most: limits.textMost, unit: limits.textUnit } : null;
  });
  const sends = (ability: Ability) => manifest.value === null || manifest.value.sends.includes(ability);
  const instead = (ability: Ability) => (manifest.value ? channels.instead(manifest.value, ability) : '');
  /** The customer unfollowed or blocked us. */
  const blockedUs = computed(() => !!row.value.blockedUsAt);
  /** Nothing but a template may go out. */
  const closed = computed(() => blockedUs.value || (window.value !== null && !window.value.open));
  const templates = computed(() => !!manifest.value?.hasTemplates && sends('template'));
  /** Whether the window still takes so many of the channel's messages. */
  const fits = (parts: number) => {
    const left = window.value?.open ? window.value.left : null;
    return left === null || parts <= left;
  };
  return { fits, manifest, window, blockedUs, heldBy, limit, sends, instead, closed, templates };
}
