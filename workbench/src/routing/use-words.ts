/** What settings of assignment name, in words: fields, comparisons, and the names behind ids. */
import { hasText, useText } from '@/i18n';
import { useChannels } from '@/channel/channels';
import { useLive } from '@/live/store';
import { usePreferences } from '@/shell/preferences';
import { useDirectory } from '@/staff/directory';
import { languageName } from './languages';
import type { Outcome, Question } from './types';

const ATTRIBUTE = 'attribute.';
const ID = /^[0-9a-f]{8}-[0-9a-f-]{27}$/;

export function useRoutingWords() {
  const { t } = useText();
  const live = useLive();
  const channels = useChannels();
  const directory = useDirectory();
  const preferences = usePreferences();

  const agent = (id: string) =>
    directory.agentById.get(id)?.name ?? live.state.agents[id]?.name ?? t('routing.somebody');
  const team = (id: string) => directory.teamById.get(id)?.name ?? t('routing.noLonger');
  const skill = (id: string) => directory.skillById.get(id)?.name ?? t('routing.noLonger');
  const joined = (list: readonly string[]) => list.join(preferences.language === 'zh-CN' ? '、' : ', ');

  function field(key: string): string {
    if (key.startsWith(ATTRIBUTE)) return key.slice(ATTRIBUTE.length);
    const text = `routing.fields.${key}`;
    return hasText(text) ? t(text) : key;
  }
  function value(key: string, one: string): string {
    const gone = () => (ID.test(one) ? t('routing.noLonger') : one);
    switch (key) {
      case 'inbox':
        return directory.inboxById.get(one)?.name ?? gone();
      case 'team':
        return directory.teamById.get(one)?.name ?? gone();
      case 'tag':
        return directory.tagById.get(one)?.name ?? gone();
      case 'channel': {
        const manifest = channels.byKey.get(one);
        return manifest ? channels.say(manifest.name) : one === 'web' ? t('channels.web') : one;
      }
      case 'language':
        return languageName(one, preferences.language);
      case 'priority': {
        const text = `priority.${one}`;
        return hasText(text) ? t(text) : one;
      }
      default:
        return one;
    }
  }
  const values = ({ field: key, values: list = [] }: Question) => joined(list.map((one) => value(key, one)));
  const question = (one: Question) =>
    [field(one.field), t(`routing.is.${one.is}`), values(one)].filter(Boolean).join(' ');

  /** What follows from a rule, part by part. */
  function outcome(then: Outcome): string[] {
    const { teamId, agentId, skills = [], priority } = then;
    return [
      ...(teamId ? [team(teamId)] : []),
      ...(agentId ? [agent(agentId)] : []),
      ...skills.map((asked) =>
        t(asked.required ? 'routing.needs' : 'routing.prefers', {
          name: skill(asked.skillId),
          level: asked.level,
        }),
      ),
      ...(priority ? [t('routing.so', { priority: t(`priority.${priority}`) })] : []),
    ];
  }
  return { agent, team, skill, field, value, values, question, outcome, joined };
}
