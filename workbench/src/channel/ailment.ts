/** What is wrong with an account, in the channel's own words where it has some, else in the house's. */
import { useText } from '@/i18n';
import { useChannels } from './channels';
import { healthWords } from './health-words';
import { troubleOf } from './trouble-words';
import type { Health } from './types';

export interface Ailment {
  what: string;
  todo: string;
  /** The channel's own words are whole sentences. */
  own: boolean;
}

export function useAilments(): (channel: string, health: Pick<Health, 'state' | 'code'>) => Ailment {
  const { t } = useText();
  const channels = useChannels();
  return (channel, health) => {
    const own = troubleOf(channels.byKey.get(channel), health.code);
    if (own) return { what: channels.say(own.what), todo: channels.say(own.todo), own: true };
    const { what, todo } = healthWords(health);
    return { what: t(what), todo: t(todo), own: false };
  };
}
