import { flushPromises, mount } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Role } from '@/api/types';
import { textPlugin } from '@/i18n';
import { usePreferences } from '@/shell/preferences';
import InviteDialog from './InviteDialog.vue';

const roles = [
  { id: 'r1', name: 'owner', builtIn: true },
  { id: 'r2', name: 'agent', builtIn: true },
  { id: 'r3', name: '夜班', builtIn: false },
] as Role[];
beforeEach(() => {
  document.body.innerHTML = '';
  setActivePinia(createPinia());
  usePreferences().language = 'zh-CN';
});

let shown: { unmount: () => void };
afterEach(() => shown.unmount());
function open(given: Role[]) {
  const dialog = mount(InviteDialog, {
    props: { show: true, roles: given, teams: [] },
    global: { plugins: [textPlugin] },
    attachTo: document.body,
  });
  shown = dialog;
  return dialog;
}
const button = () => document.querySelector<HTMLButtonElement>('button[type=submit]')!;

it('invites an agent, also when it was asked for before the roles were there', async () => {
  open(roles);
  await flushPromises();
  expect(button().disabled).toBe(false);
  expect(document.querySelector('.n-base-selection')?.textContent).toContain('客服');
});

it('takes the roles that come later', async () => {
  const dialog = open([]);
  await flushPromises();
  expect(button().disabled).toBe(true);
  await dialog.setProps({ roles });
  expect(button().disabled).toBe(false);
});

it('is called by its title', async () => {
  open(roles);
  await flushPromises();
  expect(document.querySelector('[role=dialog]')?.getAttribute('aria-label')).toBe('邀请客服');
});
