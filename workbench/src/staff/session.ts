import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import { api, call } from '@/api/client';
import { asProblem } from '@/api/problem';
import type { AgentStatus, Language, Me, Scope, Switch, Theme } from '@/api/types';
import { usePreferences } from '@/shell/preferences';
import { allows, switchedOff, type Need } from './permissions';

/** Who is signed in, and what they may do. */
export const useSession = defineStore('session', () => {
  const me = shallowRef<Me | null>(null);
  const preferences = usePreferences();

  const id = computed(() => me.value?.agent.id ?? '');
  const may = (need: Need, atLeast?: Scope) => !!me.value && allows(me.value, need, atLeast);

  /** The function behind `need` when the workspace has it switched off. */
  const off = (need: Need): Switch | null => (me.value ? switchedOff(me.value, need) : null);

  /** Reads `GET /me`; false when nobody is signed in. Other problems are thrown. */
  async function load(): Promise<boolean> {
    try {
      me.value = await call(api.GET('/api/v1/me'));
    } catch (error) {
      if (asProblem(error).problem.status !== 401) throw error;
      me.value = null;
      return false;
    }
    leaving.value = false;
    preferences.language = me.value.agent.language as Language;
    preferences.theme = me.value.agent.theme as Theme;
    return true;
  }

  function patchAgent(change: Partial<Me['agent']>): void {
    if (me.value) me.value = { ...me.value, agent: { ...me.value.agent, ...change } };
  }

  /** Shown at once, taken back when the server refuses. */
  async function setStatus(status: AgentStatus, reason?: string): Promise<void> {
    const before = me.value?.agent;
    patchAgent({
      status,
      statusReason: reason ?? null,
      statusAt: new Date().toISOString(),
      statusUntil: null,
    });
    try {
      await call(api.PUT('/api/v1/me/status', { body: { status, ...(reason ? { reason } : {}) } }));
    } catch (error) {
      if (before) patchAgent(before);
      throw error;
    }
  }

  /** Shown at once, taken back when the server refuses. */
  async function saveProfile(change: { name?: string; language?: Language; theme?: Theme }): Promise<void> {
    const before = me.value?.agent;
    show(change);
    try {
      await call(api.PATCH('/api/v1/me', { body: change }));
    } catch (error) {
      if (before)
        show({ name: before.name, language: before.language, theme: before.theme } as typeof change);
      throw error;
    }
  }
  function show(profile: { name?: string; language?: Language; theme?: Theme }): void {
    if (profile.language) preferences.language = profile.language;
    if (profile.theme) preferences.theme = profile.theme;
    patchAgent(profile);
  }

  /** On the way out by oneself: whoever signs in next does not go on where this one was. */
  const leaving = ref(false);
  async function signOut(): Promise<void> {
    leaving.value = true;
    try {
      await call(api.DELETE('/api/v1/sign-in'));
      me.value = null;
    } catch (error) {
      leaving.value = false;
      throw error;
    }
  }

  return { me, id, may, off, load, patchAgent, setStatus, saveProfile, leaving, signOut };
});
