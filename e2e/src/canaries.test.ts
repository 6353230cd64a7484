import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launch, looks, person } from './browser';
import { Desk } from './desk';
import { found, paper } from './found';
import { Visitor } from './visitor';
import { Workbench } from './workbench';

const [look] = looks;
if (!look) throw new Error('no look');
const CANARY = `<img src=x onerror="document.title='sung'">`;
const LINK = `javascript:document.title='sung'`;

let browser: Browser;
let desk: Desk;
beforeAll(async () => void ([browser, desk] = await Promise.all([launch(), Desk.start()])));
afterAll(async () => {
  await browser.close();
  await desk.end();
});

/** Nothing that came from people ran, became markup, or was stopped only by the policy. */
async function silent(page: Page, problems: string[], where: string): Promise<void> {
  expect(await page.title(), where).not.toBe('sung');
  expect(await page.locator('img[src="x"]').count(), where).toBe(0);
  expect(await page.locator('a[href^="javascript:" i]').count(), where).toBe(0);
  expect(problems, where).toEqual([]);
}

it('what people write is text, wherever it is shown', async () => {
  const atDesk = await person(browser, look);
  const onSite = await person(browser, look);
  for (const { page, problems } of [atDesk, onSite]) page.on('dialog', () => problems.push('a dialog'));
  const key = await found(desk, atDesk.context, look);
  const inbox = await firstInbox(atDesk.page, desk.base);
  const settings = { ...inbox.settings, greeting: CANARY, preChat: { enabled: true, fields: [nameField] } };
  const change = await atDesk.context.request.patch(`${desk.base}/api/v1/inboxes/${inbox.id}`, {
    data: { name: CANARY, settings },
    headers: { 'X-Yingke-CSRF': '1', 'If-Match': `"${inbox.version}"` },
  });
  expect(change.status(), await change.text()).toBe(200);
  // The customer is shown the company's name.
  const company = await atDesk.context.request.get(`${desk.base}/api/v1/workspace`);
  const named = await atDesk.context.request.patch(`${desk.base}/api/v1/workspace`, {
    data: { name: CANARY },
    headers: { 'X-Yingke-CSRF': '1', 'If-Match': company.headers()['etag'] ?? '' },
  });
  expect(named.status(), await named.text()).toBe(200);

  const visitor = new Visitor(onSite.page, look);
  const agent = new Workbench(atDesk.page, desk.base, look);
  await onSite.page.goto(`${desk.base}/try/${key}`);
  await onSite.page.evaluate((title) => (document.title = title), CANARY);
  await onSite.page.locator('#yingke .launcher').click();
  await visitor.panel.getByLabel(CANARY).fill(CANARY);
  await visitor.panel.getByRole('button', { name: visitor.text.preChat.start }).click();
  await visitor.say(`${CANARY} ${LINK} https://shop.example/?q="><script>1</script>`);
  await visitor.panel.locator('input[type=file]').setInputFiles(paper(`${CANARY.replace('/', '')}.pdf`));
  await visitor.panel.getByRole('button', { name: visitor.text.composer.send, exact: true }).click();
  await expect.poll(() => visitor.settled(), { timeout: 10_000 }).toBe(true);

  await agent.list('queue');
  await agent.rows.first().waitFor();
  expect(await agent.rows.first().locator('.name').textContent()).toContain(CANARY);
  await agent.rows.first().click();
  await agent.thread.locator('.file .name').waitFor();
  expect((await agent.lines())[0]?.text).toContain(CANARY);
  expect((await agent.lines())[0]?.text).toContain(LINK);
  expect((await agent.lines())[1]?.files[0]).toContain('img src=x onerror');
  await agent.say(`${CANARY} ${LINK}`);
  await agent.note(CANARY);
  await expect.poll(async () => (await visitor.lines()).at(-1)?.text).toBe(`${CANARY} ${LINK}`);
  expect(await visitor.panel.locator('.title').textContent()).toBe(CANARY);
  await silent(atDesk.page, atDesk.problems, 'thread');
  await silent(onSite.page, onSite.problems, 'widget');

  for (const path of ['/search?q=onerror', '/settings/inboxes', '/settings/audit', '/settings/workspace']) {
    await atDesk.page.goto(desk.base + path);
    await atDesk.page.waitForLoadState('networkidle');
    await silent(atDesk.page, atDesk.problems, path);
  }
  await onSite.page.goto(`${desk.base}/c/${key}`);
  await visitor.field.waitFor();
  await silent(onSite.page, onSite.problems, 'chat page');
});

const nameField = { key: 'name', label: CANARY, kind: 'text', required: true };

interface Inbox {
  id: string;
  version: number;
  settings: Record<string, unknown>;
}
async function firstInbox(page: Page, base: string): Promise<Inbox> {
  const answer = await page.context().request.get(`${base}/api/v1/inboxes`);
  const { items } = (await answer.json()) as { items: Inbox[] };
  if (!items[0]) throw new Error('no inbox');
  return items[0];
}
