/** What an agent sets for themselves: it is theirs on every device, and after a reload. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import en from '../../workbench/src/i18n/en';
import zh from '../../workbench/src/i18n/zh-CN';
import { accessible, launch, looks, person, shot } from './browser';
import { Desk } from './desk';
import { found, owner } from './found';
import { Workbench } from './workbench';

let browser: Browser;
beforeAll(async () => void (browser = await launch()));
afterAll(() => browser.close());

describe.each(looks)('what is one’s own, $locale $scheme $width', (look) => {
  let desk: Desk;
  beforeAll(async () => void (desk = await Desk.start()));
  afterAll(() => desk.end());

  it('stays: status and break, name, appearance, language, and which key sends', async () => {
    const { page, context, problems } = await person(browser, look);
    await found(desk, context, look);
    const bench = new Workbench(page, desk.base, look);
    const there = await person(browser, look);
    const elsewhere = new Workbench(there.page, desk.base, look);
    await elsewhere.signIn(owner.email);
    const { text, small } = bench;
    const open = async () => {
      if (small) await page.goto(`${desk.base}/me`);
      else await page.locator('.rail .me').click();
      await page.locator('.menu .who').waitFor();
    };
    const agent = async () => {
      const me = await context.request.get(`${desk.base}/api/v1/me`);
      return ((await me.json()) as { agent: Record<string, unknown> }).agent;
    };
    await page.goto(`${desk.base}/conversations`);

    // Status and break, also seen where one is signed in besides.
    await open();
    await page.locator('.menu').getByRole('button', { name: text.breaks.meal, exact: true }).click();
    await expect.poll(agent).toMatchObject({ status: 'break', statusReason: 'meal' });
    await page.reload();
    if (!small) await page.locator('.rail .me').getByText(text.status.break, { exact: true }).waitFor();
    if (!small) await there.page.locator('.rail .me').getByText(text.status.break, { exact: true }).waitFor();
    else await there.page.getByText(new RegExp(`^${text.status.break}`)).waitFor();
    if (!small) await open();
    const meal = page.getByRole('button', { name: text.breaks.meal, exact: true });
    await expect.poll(() => meal.getAttribute('aria-pressed')).toBe('true');
    await accessible(page, 'on a break');
    await page.screenshot({ path: shot(`on-a-break-${look.locale}`) });
    await page.locator('.menu').getByRole('button', { name: text.status.busy, exact: true }).click();
    await expect.poll(agent).toMatchObject({ status: 'busy' });

    // The profile.
    const [from, to] = look.locale === 'en' ? [en, zh] : [zh, en];
    const language = look.locale === 'en' ? '中文' : 'English';
    const theme = look.scheme === 'dark' ? 'light' : 'dark';
    await page.goto(`${desk.base}/settings/profile`);
    const press = (name: string) => page.locator('main').getByRole('button', { name, exact: true }).click();
    const name = page.getByLabel(from.setup.name, { exact: true });
    await name.fill('何婧婧');
    await press(from.common.save);
    await page.getByText(from.common.saved).waitFor();
    await page.getByRole('switch', { name: from.profile.enter }).click();
    await press(from.themes[theme]);
    const root = page.locator('html');
    await expect.poll(() => root.getAttribute('data-theme')).toBe(theme);
    await press(language);
    await page.getByRole('heading', { name: to.settings.profile }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: to.settings.profile }).waitFor();
    expect(await root.getAttribute('data-theme')).toBe(theme);
    expect(await root.getAttribute('lang')).toBe(look.locale === 'en' ? 'zh-CN' : 'en');
    expect(await page.getByLabel(to.setup.name, { exact: true }).inputValue()).toBe('何婧婧');
    const enter = page.getByRole('switch', { name: to.profile.enter });
    expect(await enter.getAttribute('aria-checked')).toBe('false');
    await accessible(page, 'the profile');
    await page.screenshot({ path: shot(`profile-${look.locale}`) });

    // A browser that was never here has it too, as soon as one signs in.
    const third = await person(browser, look);
    await new Workbench(third.page, desk.base, look).signIn(owner.email);
    await third.page.getByText(to.list.emptyMine).waitFor();
    expect(await third.page.locator('html').getAttribute('data-theme')).toBe(theme);
    expect([...problems, ...there.problems, ...third.problems]).toEqual([]);
  });
});
