/** Why a provider refuses, and what to do: in the channel's own words where it has some, else in the house's. */
import { computed, type ComputedRef, type Ref } from 'vue';
import { useText } from '@/i18n';
import { useChannels } from './channels';
import { connectWords } from './error-words';
import { troubleOf } from './trouble-words';
import type { ConnectAnswer } from './types';

export interface Refusal {
  why: string;
  todo: string;
  /** What the provider itself said; a code that has words is told by them. */
  said: string;
}

export function useRefusal(channel: () => string, error: Ref<ConnectAnswer['error']>): ComputedRef<Refusal> {
  const { t } = useText();
  const channels = useChannels();
  return computed(() => {
    const { kind = '', code = '', detail = '' } = error.value ?? {};
    const own = troubleOf(channels.byKey.get(channel()), code);
    if (own) return { why: channels.say(own.what), todo: channels.say(own.todo), said: detail };
    const { why, todo } = connectWords(kind);
    return { why: t(why), todo: t(todo), said: [code, detail].filter(Boolean).join(' · ') };
  });
}
