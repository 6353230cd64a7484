import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessible, launch, looks, person, shot } from './browser';
import { Desk } from './desk';
import { found } from './found';

const PAGES = [
  '/conversations',
  '/search',
  ...[
    'profile',
    'sign-ins',
    'workspace',
    'switches',
    'agents',
    'teams',
    'roles',
    'inboxes',
    'tags',
    'audit',
  ].map((page) => `/settings/${page}`),
];

let browser: Browser;
beforeAll(async () => void (browser = await launch()));
afterAll(() => browser.close());

describe.each(looks)('every page, $locale $scheme $width', (look) => {
  let desk: Desk;
  beforeAll(async () => void (desk = await Desk.start()));
  afterAll(() => desk.end());

  it('is accessible, and answers without a refusal', async () => {
    const { page, context, problems } = await person(browser, look);
    page.on('response', (answer) => {
      if (answer.status() >= 400) problems.push(`${answer.status()} ${answer.url()}`);
    });
    await page.goto(`${desk.base}/sign-in`);
    await page.locator('form').waitFor();
    await accessible(page, '/sign-in');
    problems.length = 0;
    await found(desk, context, look);
    const { items } = (await (await context.request.get(`${desk.base}/api/v1/inboxes`)).json()) as {
      items: { id: string }[];
    };
    for (const path of [...PAGES, `/settings/inboxes/${items[0]?.id}`]) {
      await page.goto(desk.base + path);
      await page.waitForLoadState('networkidle');
      await page.locator('.skeleton').first().waitFor({ state: 'detached' });
      await accessible(page, path);
      const name = path.split('/').at(-1)?.slice(0, 12);
      await page.screenshot({ path: shot(`page-${look.locale}-${name}`) });
    }
    expect(problems).toEqual([]);
  });
});
