/** The rules that most desks begin with. Pure. */
import type { Tag, Team } from '@/api/types';
import type { Rule, Skill } from './types';

export type TemplateKey = 'vip' | 'technical' | 'english';
export const TEMPLATES: readonly TemplateKey[] = ['vip', 'technical', 'english'];

interface Known {
  tags: readonly Tag[];
  teams: readonly Team[];
  skills: readonly Skill[];
}
const TECHNICAL = /技术|technic|tech\b/i;
const WORDS = ['报错', '故障', '装不上', '打不开', '连不上', 'error', 'crash', 'bug'];

/** A rule to go on with: what the workspace has already is named, what it lacks is left to be chosen. */
export function template(key: TemplateKey, name: string, id: string, known: Known): Rule {
  const rule = { id, name, on: true, during: 'always' as const };
  const must = (skill: Skill | undefined, level: number) =>
    skill ? [{ skillId: skill.id, level, required: true }] : [];
  switch (key) {
    case 'vip': {
      const tag = known.tags.find((one) => /vip/i.test(one.name));
      const when = { all: [{ field: 'tag', is: 'is' as const, values: [tag?.id ?? 'VIP'] }] };
      return { ...rule, when, then: { skills: [], priority: 'vip' } };
    }
    case 'technical': {
      const when = { all: [{ field: 'text', is: 'contains' as const, values: WORDS }] };
      const skills = must(
        known.skills.find((one) => TECHNICAL.test(one.name)),
        1,
      );
      const team = skills.length > 0 ? undefined : known.teams.find((one) => TECHNICAL.test(one.name));
      return { ...rule, when, then: { skills, ...(team ? { teamId: team.id } : {}) } };
    }
    case 'english': {
      const when = { all: [{ field: 'language', is: 'startsWith' as const, values: ['en'] }] };
      return {
        ...rule,
        when,
        then: {
          skills: must(
            known.skills.find((one) => one.language === 'en'),
            1,
          ),
        },
      };
    }
  }
}
