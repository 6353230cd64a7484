import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessible, launch, looks, person, shot, type Look } from './browser';
import { Desk } from './desk';
import { colleague, create, found, owner } from './found';
import { Visitor } from './visitor';
import { Workbench } from './workbench';

const FIRST = '帐篷漏水了怎么办？';
const COLLEAGUE = '周岚';
const NOTE = '老客户，帐篷直接换新';
const ENGLISH = 'Does the tent leak in heavy rain?';
let browser: Browser;
beforeAll(async () => void (browser = await launch()));
afterAll(() => browser.close());

async function asks(desk: Desk, key: string, look: Look, text: string): Promise<void> {
  const { page, context } = await person(browser, look);
  const visitor = new Visitor(page, look);
  await visitor.visit(`${desk.base}/c/${key}`);
  await visitor.say(text);
  await expect.poll(() => visitor.settled()).toBe(true);
  await context.close();
}

/** One long conversation about tents with a note in it, tagged; one short one in English. */
async function talks(desk: Desk, context: BrowserContext, key: string, look: Look): Promise<void> {
  const get = async <T>(path: string) =>
    (await (await context.request.get(`${desk.base}/api/v1/${path}`)).json()) as T;
  await asks(desk, key, look, FIRST);
  const { items } = await get<{ items: { id: string }[] }>('conversations?tab=queue');
  const talk = `conversations/${items[0]?.id}`;
  const tag = await create(desk, context, 'tags', { name: '漏水', color: '#2F6FED' });
  const headers = { 'X-Yingke-CSRF': '1' };
  for (let n = 1; n <= 44; n += 1)
    await create(desk, context, `${talk}/messages`, { clientId: `r${n}`, text: `第 ${n} 条：帐篷怎么保养` });
  await create(desk, context, `${talk}/notes`, { clientId: 'n1', text: NOTE });
  for (let n = 1; n <= 20; n += 1)
    await create(desk, context, `${talk}/messages`, { clientId: `s${n}`, text: `第 ${n} 条：睡袋怎么洗` });
  const tagged = await context.request.put(`${desk.base}/api/v1/${talk}/tags`, {
    data: { tagIds: [tag.id] },
    headers,
  });
  expect(tagged.ok(), await tagged.text()).toBe(true);
  await asks(desk, key, look, ENGLISH);
  const { items: waiting } = await get<{ items: { id: string }[] }>('conversations?tab=queue');
  const team = await create(desk, context, 'teams', { name: '海外组', memberIds: [] });
  await create(desk, context, `conversations/${waiting[0]?.id}/assign`, { teamId: team.id });
  // The index follows what is said.
  const known = async (q: string) =>
    (await get<{ items: unknown[] }>(`search?limit=100&q=${encodeURIComponent(q)}`)).items.length;
  await expect.poll(() => known('帐篷'), { timeout: 20_000 }).toBe(46);
  await expect.poll(() => known('tent'), { timeout: 20_000 }).toBe(1);
}

/** Whether the line that was looked for is to be seen, not somewhere above or below. */
async function inSight(page: Page): Promise<boolean> {
  return await page.locator('.found').evaluate((line) => {
    const box = line.closest('.messages')?.getBoundingClientRect();
    const { top, bottom } = line.getBoundingClientRect();
    return !!box && top >= box.top && bottom <= box.bottom;
  });
}

describe.each(looks)('search, $locale $scheme $width', (look) => {
  let desk: Desk;
  beforeAll(async () => void (desk = await Desk.start()));
  afterAll(() => desk.end());

  it('finds in both languages, narrows, goes on, and opens at the line', async () => {
    const mark = `${look.locale}-${look.scheme}-${look.width}`;
    const { page, context, problems } = await person(browser, look);
    const key = await found(desk, context, look);
    await create(desk, context, 'inboxes', { channel: 'web', name: '邮购' });
    await colleague(desk, context, COLLEAGUE);
    await talks(desk, context, key, look);
    const bench = new Workbench(page, desk.base, look);
    const { search, message, thread } = bench.text;
    const field = page.getByLabel(search.placeholder);
    const finds = page.locator('a.find');
    const older = page.getByRole('button', { name: search.older });
    const asked = () => Object.fromEntries(new URL(page.url()).searchParams);
    const unfold = async () => {
      const open = await page.getByRole('group', { name: search.filters }).isVisible();
      if (!open) await page.getByRole('button', { name: search.filters }).click();
    };

    await page.goto(`${desk.base}/search`);
    await field.fill('帐篷');
    await finds.nth(19).waitFor();
    expect(await finds.count()).toBe(20);
    expect(asked()).toEqual({ q: '帐篷' });
    await older.click();
    await finds.nth(39).waitFor();
    await older.click();
    await finds.nth(45).waitFor();
    await older.waitFor({ state: 'detached' });
    expect(new Set(await finds.evaluateAll((all) => all.map((one) => one.getAttribute('href')))).size).toBe(
      46,
    );

    await unfold();
    await bench.choose(search.by.from, search.speakers.note);
    await expect.poll(() => finds.allTextContents()).toEqual([expect.stringContaining(NOTE)]);
    await finds.getByText(message.note).waitFor();
    await bench.choose(search.by.from, search.speakers.customer);
    await expect.poll(() => finds.allTextContents()).toEqual([expect.stringContaining(FIRST)]);
    await bench.choose(search.by.tag, '漏水');
    await expect.poll(asked).toMatchObject({ q: '帐篷', from: 'customer', tag: expect.any(String) });
    await page.mouse.move(0, 0);
    await accessible(page, 'a narrowed search');
    await page.screenshot({ path: shot(`search-narrowed-${mark}`) });

    // The address says it all: after a reload the same is found.
    await page.reload();
    await expect.poll(() => finds.allTextContents()).toEqual([expect.stringContaining(FIRST)]);
    expect(await field.inputValue()).toBe('帐篷');

    // It lies far above what an opened conversation shows at first.
    await finds.click();
    await page.locator('.found').getByText(FIRST).waitFor();
    await expect.poll(() => inSight(page)).toBe(true);
    await page.getByRole('button', { name: thread.toEnd }).waitFor();
    await page.screenshot({ path: shot(`search-landed-${mark}`) });
    await page.goBack();
    await expect.poll(() => finds.allTextContents()).toEqual([expect.stringContaining(FIRST)]);

    // Of the other conversation nothing has that tag.
    await field.fill('tent rain');
    await page.getByText(search.noneNarrowed).waitFor();
    await page.screenshot({ path: shot(`search-none-${mark}`) });
    await unfold();
    await page.getByRole('button', { name: search.clear }).click();
    await expect.poll(() => finds.allTextContents()).toEqual([expect.stringContaining(ENGLISH)]);
    await expect.poll(() => finds.locator('mark').allTextContents()).toEqual(['tent', 'rain']);
    expect(asked()).toEqual({ q: 'tent rain' });

    // By whom it is served, for which team, and where it came in.
    await unfold();
    await bench.choose(search.by.agent, COLLEAGUE);
    await page.getByText(search.noneNarrowed).waitFor();
    await bench.choose(search.by.agent, owner.name);
    await page.getByText(search.noneNarrowed).waitFor();
    await field.fill(NOTE);
    await expect.poll(() => finds.count()).toBe(1);
    await page.getByRole('button', { name: search.clear }).click();
    await field.fill('tent rain');
    await bench.choose(search.by.team, '海外组');
    await expect.poll(() => finds.allTextContents()).toEqual([expect.stringContaining(ENGLISH)]);
    await field.fill(NOTE);
    await page.getByText(search.noneNarrowed).waitFor();
    await page.getByRole('button', { name: search.clear }).click();
    await field.fill('tent rain');
    await bench.choose(search.by.inbox, '邮购');
    await page.getByText(search.noneNarrowed).waitFor();
    expect(asked()).toMatchObject({ inbox: expect.any(String) });
    await page.screenshot({ path: shot(`search-by-inbox-${mark}`) });
    await page.getByRole('button', { name: search.clear }).click();
    await expect.poll(() => finds.count()).toBe(1);

    // Today is a whole day, tomorrow has not come.
    const day = (ahead: number) =>
      page.evaluate((n) => {
        const then = new Date(Date.now() + n * 86_400_000);
        return `${then.getFullYear()}-${`${then.getMonth() + 1}`.padStart(2, '0')}-${`${then.getDate()}`.padStart(2, '0')}`;
      }, ahead);
    const [since, until] = [page.getByLabel(search.by.since), page.getByLabel(search.by.until)];
    await since.fill(await day(-1));
    await until.fill(await day(0));
    await expect.poll(() => asked()['until']).toBe(await day(0));
    await expect.poll(() => finds.count()).toBe(1);
    await until.fill(await day(1));
    await since.fill(await day(1));
    await page.getByText(search.noneNarrowed).waitFor();
    expect(problems).toEqual([]);
  });
});
