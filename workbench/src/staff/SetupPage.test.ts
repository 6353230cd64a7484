import { flushPromises, mount } from '@vue/test-utils';
import { NMessageProvider } from 'naive-ui';
import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, expect, it, vi } from 'vitest';
import { defineComponent, h } from 'vue';
import { createMemoryHistory, createRouter } from 'vue-router';
import { textPlugin } from '@/i18n';
import { usePreferences } from '@/shell/preferences';
import SetupPage from './SetupPage.vue';

const asked: { token: string; company: string }[] = [];
let right = '';

async function open(link: string) {
  setActivePinia(createPinia());
  usePreferences().language = 'zh-CN';
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/:rest(.*)', component: SetupPage }],
  });
  await router.push(link);
  const inside = defineComponent({ render: () => h(NMessageProvider, null, () => h(SetupPage)) });
  const page = mount(inside, { global: { plugins: [textPlugin, router] } });
  await flushPromises();
  return page;
}
const json = (status: number, body: unknown) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });

beforeEach(() => {
  localStorage.clear();
  asked.length = 0;
  vi.stubGlobal('fetch', async (request: Request) => {
    if (request.method === 'GET') return json(200, { needed: true });
    const body = (await request.json()) as (typeof asked)[number];
    asked.push(body);
    if (body.token === right) return json(500, { code: 'internal', title: 'far enough' });
    return json(403, { code: 'setup_token_wrong', title: 'wrong link', status: 403 });
  });
});

it('keeps what was filled in when the server was started again, and takes its new link', async () => {
  const page = await open('/setup#first');
  const label = (text: string) => page.findAll('.labelled').find((one) => one.text().startsWith(text));
  await label('企业名称')!.get('input').setValue('山野集');
  await label('密码')!.get('input').setValue('correct horse battery');
  expect(label('设置口令')).toBeUndefined();
  right = 'second';
  await page.get('form').trigger('submit');
  await flushPromises();
  expect(page.text()).toContain('重启');
  await label('设置口令')!.get('input').setValue(' http://127.0.0.1:7788/setup#second ');
  await page.get('form').trigger('submit');
  await flushPromises();
  expect(asked.map((one) => [one.token, one.company])).toEqual([
    ['first', '山野集'],
    ['second', '山野集'],
  ]);
});

it('finds it again when the new link is opened, but no password', async () => {
  const page = await open('/setup#first');
  await page.findAll('.labelled')[0]!.get('input').setValue('山野集');
  await page.get('input[type=password]').setValue('correct horse battery');
  page.unmount();
  const again = await open('/setup#second');
  expect(again.findAll('.labelled')[0]!.get('input').element.value).toBe('山野集');
  expect(JSON.stringify(localStorage)).not.toContain('horse');
  expect(JSON.stringify(localStorage)).not.toContain('second');
});
