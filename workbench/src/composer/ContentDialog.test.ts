import { flushPromises, mount } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { textPlugin } from '@/i18n';
import type { Inbox } from '@/api/types';
import { usePreferences } from '@/shell/preferences';
import { useDirectory } from '@/staff/directory';
import ContentDialog from './ContentDialog.vue';

const template = {
  name: 't1',
  title: '发货通知',
  language: 'zh_CN',
  text: '订单 {{1}} 由 {{2}} 发出',
  gaps: 2,
};
beforeEach(() => {
  document.body.innerHTML = '';
  setActivePinia(createPinia());
  usePreferences().language = 'zh-CN';
  useDirectory().inboxes = [{ id: 'i1', appId: 'a1' } as Inbox];
  vi.stubGlobal('fetch', () => Promise.resolve(Response.json([template])));
});

let shown: { unmount: () => void };
afterEach(() => shown.unmount());
function open(type: 'template' | 'menu' | 'location') {
  const sent: unknown[] = [];
  shown = mount(ContentDialog, {
    props: { type, inboxId: 'i1', onSend: (...said: unknown[]) => sent.push(said) },
    global: { plugins: [textPlugin] },
    attachTo: document.body,
  });
  return sent;
}
const find = <T extends Element>(what: string) => document.querySelector<T>(what)!;
async function write(what: string, value: string) {
  const field = find<HTMLInputElement>(what);
  field.value = value;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  await flushPromises();
}
const press = async (what: string) => {
  find<HTMLElement>(what).click();
  await flushPromises();
};

it('fills the gaps of an approved message and says what the customer reads', async () => {
  const sent = open('template');
  await flushPromises();
  await press('.list button');
  await write('#gap-0', 'YK-21407');
  expect(find<HTMLButtonElement>('button[type=submit]').disabled).toBe(true);
  await write('#gap-1', '顺丰');
  await press('button[type=submit]');
  const content = { type: 'template', name: 't1', language: 'zh_CN', parameters: ['YK-21407', '顺丰'] };
  expect(sent).toEqual([[content, '订单 YK-21407 由 顺丰 发出']]);
});

it('sends a menu without its empty buttons', async () => {
  const sent = open('menu');
  await flushPromises();
  await write('#menu-text', '请选择');
  await write('[aria-label="第 1 个按钮"]', '退换货');
  await press('button[type=submit]');
  expect(sent).toMatchObject([[{ choices: [{ id: 'c1', label: '退换货' }] }, '请选择']]);
});

it('sends a place', async () => {
  const sent = open('location');
  await flushPromises();
  await write('#content-place', '31.2304, 121.4737');
  await write('#content-name', '人民广场');
  await press('button[type=submit]');
  expect(sent).toMatchObject([[{ latitude: 31.2304, longitude: 121.4737, name: '人民广场' }, '']]);
});
