import { defineStore } from 'pinia';
import { computed, shallowRef, watch } from 'vue';
import { api, items } from '@/api/client';
import type { Agent, Inbox, Tag, Team } from '@/api/types';
import type { Skill } from '@/routing/types';
import { useLive } from '@/live/store';
import { useSession } from './session';

function byId<T extends { id: string }>(list: readonly T[]): Map<string, T> {
  return new Map(list.map((one) => [one.id, one]));
}

/** Names behind the ids of rows: agents, teams, tags, inboxes, skills; read again when settings change. */
export const useDirectory = defineStore('directory', () => {
  const live = useLive();
  const session = useSession();
  const agents = shallowRef<Agent[]>([]);
  const teams = shallowRef<Team[]>([]);
  const tags = shallowRef<Tag[]>([]);
  const inboxes = shallowRef<Inbox[]>([]);
  const skills = shallowRef<Skill[]>([]);

  // A list that may not be read leaves ids without names; that must not stop the inbox.
  const quietly = (work: Promise<void>) => work.catch(() => undefined);
  const loaders = {
    agents: () => quietly(items(api.GET('/api/v1/agents')).then((list) => void (agents.value = list))),
    teams: () =>
      session.may('useTeams')
        ? quietly(items(api.GET('/api/v1/teams')).then((list) => void (teams.value = list)))
        : Promise.resolve(void (teams.value = [])),
    tags: () =>
      session.may('useTags')
        ? quietly(items(api.GET('/api/v1/tags')).then((list) => void (tags.value = list)))
        : Promise.resolve(void (tags.value = [])),
    inboxes: () => quietly(items(api.GET('/api/v1/inboxes')).then((list) => void (inboxes.value = list))),
    skills: () => quietly(items(api.GET('/api/v1/skills')).then((list) => void (skills.value = list))),
  };
  type Part = keyof typeof loaders;

  function load(...parts: Part[]): Promise<unknown> {
    const wanted = parts.length > 0 ? parts : (Object.keys(loaders) as Part[]);
    return Promise.all(wanted.map((part) => loaders[part]()));
  }

  watch(
    () => live.state.settings,
    (now, before) => {
      const changed = Object.keys(now).filter((key) => now[key] !== before[key]);
      const parts = changed.filter((key): key is Part => key in loaders);
      if (changed.length > 0) void load(...parts);
    },
  );
  watch([() => session.may('useTeams'), () => session.may('useTags')], () => void load('teams', 'tags'));

  const tagById = computed(() => byId(tags.value));
  const inboxById = computed(() => byId(inboxes.value));
  const teamById = computed(() => byId(teams.value));
  const agentById = computed(() => byId(agents.value));
  const skillById = computed(() => byId(skills.value));
  return { agents, teams, tags, inboxes, skills, tagById, inboxById, teamById, agentById, skillById, load };
});
