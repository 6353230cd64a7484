import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { NDialogProvider, NMessageProvider } from 'naive-ui';
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { defineComponent, h } from 'vue';
import { createMemoryHistory, createRouter, type Router } from 'vue-router';
import type { Inbox, Me, Permission, Row, Ways } from '@/api/types';
import { useChannels } from '@/channel/channels';
import { madeManifest } from '@/channel/made';
import { textPlugin } from '@/i18n';
import { madeRow } from '@/live/made';
import { usePreferences } from '@/shell/preferences';
import { useDirectory } from '@/staff/directory';
import { useSession } from '@/staff/session';
import Composer from './Composer.vue';

const WAYS: Ways = {
  shut: 'windowClosed',
  templatesReopen: false,
  first: 'mail',
  ways: [
    { means: 'notice', barred: 'noneApproved', inboxes: [], to: '' },
    { means: 'sms', barred: 'noInbox', inboxes: [], to: '138 0000 0000' },
    { means: 'mail', barred: null, inboxes: ['mail'], to: 'shen@example.com' },
    { means: 'phoneTask', barred: null, inboxes: [], to: '138 0000 0000' },
  ],
};
const grants = ['reply', 'note', 'assign', 'end'].map((act) => ({
  permission: `conversations.${act}` as Permission,
  scope: 'all' as const,
}));
interface Sent {
  path: string;
  body: Record<string, unknown>;
}

let ways: Ways;
let sent: Sent[];
let page: VueWrapper;
let router: Router;
async function answer(input: RequestInfo | URL): Promise<Response> {
  const request = input as Request;
  const path = new URL(request.url).pathname;
  if (path.endsWith('/ways')) return Response.json(ways);
  sent.push({ path, body: JSON.parse(await request.text()) as Sent['body'] });
  if (path.endsWith('/phone-tasks')) return Response.json({ id: 'm9' }, { status: 201 });
  return Response.json({ conversation: madeRow({ id: 'c9' }), message: null }, { status: 201 });
}
async function show(change: Partial<Row> = {}, hasTemplates = true) {
  const manifest = madeManifest({
    sends: hasTemplates ? ['text', 'template'] : ['text'],
    hasTemplates,
    windows: [{ trigger: 'message', lastsSeconds: 172_800, messages: 5 }],
  });
  useChannels().all = [manifest];
  const row = madeRow({ channel: 'postcards', window: null, ...change });
  const inside = defineComponent({
    render: () => h(NMessageProvider, null, () => h(NDialogProvider, null, () => h(Composer, { row }))),
  });
  page = mount(inside, { global: { plugins: [textPlugin, router] }, attachTo: document.body });
  await flushPromises();
}
beforeEach(() => {
  document.body.innerHTML = '';
  localStorage.clear();
  setActivePinia(createPinia());
  ways = structuredClone(WAYS);
  sent = [];
  useSession().me = {
    agent: { id: 'me', name: '周岚' },
    permissions: grants,
    switches: ['notes', 'snooze'],
  } as unknown as Me;
  usePreferences().language = 'zh-CN';
  useDirectory().inboxes = [{ id: 'mail', name: '客服邮箱' } as Inbox];
  router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/:all(.*)', component: { render: () => null } }],
  });
  vi.stubGlobal('fetch', answer);
});
afterEach(() => page.unmount());

const rungs = () => page.findAll('.way').map((one) => one.text());
const field = (label: string) => {
  const found = [...document.querySelectorAll<HTMLElement>('.labelled')].find((one) =>
    one.textContent.includes(label),
  );
  return found!.querySelector<HTMLInputElement | HTMLTextAreaElement>('input, textarea')!;
};
async function write(label: string, value: string) {
  field(label).value = value;
  field(label).dispatchEvent(new Event('input', { bubbles: true }));
  await flushPromises();
}
const submit = () => document.querySelector<HTMLButtonElement>('[role=dialog] button[type=submit]')!;
async function press(text: string) {
  const button = page.findAll('.way button').find((one) => one.text() === text);
  await button!.trigger('click');
  await flushPromises();
}

it('shows the ladder instead of a dead end: in order, the first that bears before all, reasons for the rest', async () => {
  await show();
  expect(rungs()).toHaveLength(4);
  expect(rungs()[0]).toContain('还没有审核通过的模板');
  expect(rungs()[1]).toContain('还没有接入短信渠道');
  expect(rungs()[2]).toContain('shen@example.com');
  expect(page.findAll('.way.barred')).toHaveLength(2);
  const primary = page.findAll('.way .n-button--primary-type').map((one) => one.text());
  expect(primary).toEqual(['写邮件']);
  expect(page.text()).toContain('不会重新打开回复窗口');
  expect(page.find('textarea').exists()).toBe(false);
});

it('says on a channel without templates that only the customer’s own message lets one go on', async () => {
  await show({}, false);
  expect(page.text()).toContain('只有客户自己再次来信');
  expect(page.text()).not.toContain('模板消息能发到客户手上');
});

it('is there too once the consultation is over, beside reopening it', async () => {
  await show({ status: 'ended' });
  expect(rungs()).toHaveLength(4);
  expect(page.text()).toContain('重新打开');
});

it('is not there while one can write, nor for a colleague’s', async () => {
  const now = Date.now();
  const time = (ms: number) => new Date(now + ms).toISOString();
  await show({ window: { openedAt: time(-1000), until: time(3_600_000), of: 5, left: 5, automatic: 0 } });
  expect(rungs()).toEqual([]);
  page.unmount();
  await show({ agentId: 'other', agentName: '陈默' });
  expect(rungs()).toEqual([]);
});

it('goes on by mail, once, and leads to where it goes on', async () => {
  await show();
  await press('写邮件');
  expect(submit().disabled).toBe(true);
  await write('主题', '裙子到货了');
  await write('正文', '您问的裙子到货了');
  submit().click();
  await flushPromises();
  expect(sent).toMatchObject([
    {
      path: '/api/v1/customers/u1/conversations',
      body: {
        inboxId: 'mail',
        from: 'c1',
        text: '您问的裙子到货了',
        content: { type: 'mail', subject: '裙子到货了' },
      },
    },
  ]);
  expect(router.currentRoute.value.path).toBe('/conversations/c9');
});

it('sends the same client id again when the first answer was lost', async () => {
  await show();
  await press('写邮件');
  await write('主题', '到货');
  await write('正文', '到货了');
  vi.stubGlobal('fetch', async (input: Request) => {
    await answer(input);
    throw new TypeError('gone');
  });
  submit().click();
  await flushPromises();
  vi.stubGlobal('fetch', answer);
  submit().click();
  await flushPromises();
  expect(sent).toHaveLength(2);
  expect(sent[1]?.body.clientId).toBe(sent[0]?.body.clientId);
});

it('plans a call with what to say and when', async () => {
  await show();
  await press('安排电话');
  await write('要说什么', '问问尺码');
  submit().click();
  await flushPromises();
  expect(sent[0]?.path).toBe('/api/v1/conversations/c1/phone-tasks');
  expect(sent[0]?.body).toMatchObject({ text: '问问尺码' });
  expect(Date.parse(String(sent[0]?.body.until))).toBeGreaterThan(Date.now());
});

it('says that the customer left, and that only they can come back', async () => {
  ways.shut = 'blockedUs';
  await show({ blockedUsAt: '2026-11-22T09:00:00.000Z' });
  expect(page.text()).toContain('取消了关注');
  expect(rungs()).toHaveLength(4);
});
