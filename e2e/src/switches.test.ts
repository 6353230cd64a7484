import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessible, launch, looks, person, shot } from './browser';
import { Desk } from './desk';
import { found, owner } from './found';
import { Visitor } from './visitor';
import { Workbench } from './workbench';

let browser: Browser;
beforeAll(async () => void (browser = await launch()));
afterAll(() => browser.close());

describe.each(looks)('a function that is switched off, $locale $scheme $width', (look) => {
  let desk: Desk;
  beforeAll(async () => void (desk = await Desk.start()));
  afterAll(() => desk.end());

  it('leaves navigation, menus and composer at once, and its page says what to do', async () => {
    const chief = await person(browser, look);
    const key = await found(desk, chief.context, look);
    const other = await person(browser, look);
    const agent = new Workbench(other.page, desk.base, look);
    const { text, page } = agent;
    const onSite = await person(browser, look);
    const visitor = new Visitor(onSite.page, look);
    await visitor.visit(`${desk.base}/c/${key}`);
    await visitor.say('有人吗？');
    await agent.signIn(owner.email);
    await agent.open('queue', '有人吗');

    await chief.page.goto(`${desk.base}/settings/switches`);
    const flip = (name: string) => chief.page.getByRole('switch', { name, exact: true }).click();
    const note = page.getByRole('tab', { name: text.composer.note, exact: true });
    await note.waitFor();
    await flip(text.switches.notes);
    await note.waitFor({ state: 'detached' });

    // The settings of the other browser follow, and so does its navigation.
    await page.goto(`${desk.base}/settings/switches`);
    await page.getByRole('switch', { name: text.switches.teams, exact: true }).waitFor();
    const nav = page.getByRole('navigation', { name: text.nav.main });
    const link = nav.getByRole('link', { name: text.nav.search, exact: true });
    await link.waitFor();
    await flip(text.switches.search);
    await link.waitFor({ state: 'detached' });
    await page.getByRole('switch', { name: text.switches.search, checked: false }).waitFor();

    const title = text.off.title.replace('{name}', text.switches.teams);
    await page.goto(`${desk.base}/settings/teams`);
    await page.getByRole('button', { name: text.teams.add }).waitFor();
    await flip(text.switches.teams);
    await page.getByText(title).waitFor();
    await accessible(page, 'switched off');
    await page.screenshot({ path: shot(`switched-off-${look.locale}`) });
    await page.goto(`${desk.base}/settings/teams`);
    await page.getByText(title).waitFor();
    await page.getByRole('button', { name: text.off.do }).click();
    await page.waitForURL('**/settings/switches');
    await page.goBack();
    await flip(text.switches.teams);
    await page.getByRole('button', { name: text.teams.add }).waitFor();
    expect([...chief.problems, ...other.problems]).toEqual([]);
  });
});
