import { flushPromises, mount } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { NDialogProvider, NMessageProvider } from 'naive-ui';
import { beforeEach, expect, it, vi } from 'vitest';
import { defineComponent, h } from 'vue';
import type { Me, Permission } from '@/api/types';
import { textPlugin } from '@/i18n';
import { madeRow } from '@/live/made';
import { useLive } from '@/live/store';
import { usePreferences } from '@/shell/preferences';
import { useSession } from '@/staff/session';
import Composer from './Composer.vue';
import { useFiles } from './files';

const all = ['reply', 'note', 'assign', 'end'].map((act) => ({
  permission: `conversations.${act}` as Permission,
  scope: 'all' as const,
}));
function show(row = madeRow(), permissions = all) {
  const me = { agent: { id: 'me', name: '周岚' }, permissions, switches: ['notes'] } as unknown as Me;
  useSession().me = me;
  usePreferences().language = 'zh-CN';
  const inside = defineComponent({
    render: () => h(NMessageProvider, null, () => h(NDialogProvider, null, () => h(Composer, { row }))),
  });
  return mount(inside, { global: { plugins: [textPlugin] }, attachTo: document.body });
}

beforeEach(() => {
  document.body.innerHTML = '';
  localStorage.clear();
  setActivePinia(createPinia());
  vi.stubGlobal('fetch', () => new Promise(() => undefined));
});

it('sends with Enter, empties the field and keeps the text as a message on its way', async () => {
  const page = show();
  const field = page.get('textarea');
  await field.setValue('  好的，今晚寄出  ');
  await field.trigger('keydown', { key: 'Enter' });
  expect(useLive().state.pending.map((one) => [one.kind, one.text])).toEqual([['reply', '好的，今晚寄出']]);
  expect(field.element.value).toBe('');
});

it('does not send while characters are being chosen, nor nothing', async () => {
  const page = show();
  const field = page.get('textarea');
  await field.trigger('keydown', { key: 'Enter' });
  await field.setValue('nihao');
  field.element.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', isComposing: true }));
  await field.trigger('keydown', { key: 'Enter', shiftKey: true });
  expect(useLive().state.pending).toEqual([]);
});

it('keeps a draft for each conversation, reply and note apart', async () => {
  const page = show();
  await page.get('textarea').setValue('half');
  await page.findAll('[role=tab]')[1]?.trigger('click');
  await flushPromises();
  expect(page.get('textarea').element.value).toBe('');
  await page.get('textarea').setValue('for colleagues');
  page.unmount();
  expect(show().get('textarea').element.value).toBe('half');
  expect(show(madeRow({ id: 'c2' })).get('textarea').element.value).toBe('');
});

it.each([
  [madeRow({ agentId: 'other', agentName: '陈默' }), '转给我'],
  [madeRow({ status: 'ended' }), '重新打开'],
])('says why one cannot reply, and what to do', (row, act) => {
  const page = show(row);
  expect(page.find('textarea').exists()).toBe(false);
  expect(page.text()).toContain(act);
});

it('lets a reply take what waits in the queue', async () => {
  const page = show(madeRow({ status: 'queued', agentId: null, agentName: null }));
  expect(page.text()).toContain('接入会话');
  await page.get('textarea').setValue('您好');
  await page.get('textarea').trigger('keydown', { key: 'Enter' });
  expect(useLive().state.pending).toHaveLength(1);
});

it('sends a note whatever becomes of the files beside the reply', async () => {
  const page = show();
  useFiles().add('c1', [new File(['%PDF'], 'order.pdf')], null);
  await page.findAll('[role=tab]')[1]?.trigger('click');
  await page.get('textarea').trigger('keydown', { key: 'Enter' });
  expect(useLive().state.pending).toEqual([]);
  await page.get('textarea').setValue('look');
  await page.get('textarea').trigger('keydown', { key: 'Enter' });
  expect(useLive().state.pending.map((one) => [one.kind, one.attachments])).toEqual([['note', []]]);
  expect(useFiles().of('c1')).toHaveLength(1);
});

it('offers only what is permitted', () => {
  const page = show(madeRow(), [{ permission: 'conversations.note', scope: 'all' }]);
  expect(page.findAll('[role=tab]').map((tab) => tab.text())).toEqual(['备注']);
});
