/** Who gets what: an administrator says so, tries it, and it happens; an agent accepts what is offered. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessible, launch, looks, person, shot, type Look } from './browser';
import { Desk, password } from './desk';
import { create, found, invitation } from './found';
import { Visitor } from './visitor';
import { Workbench } from './workbench';

let browser: Browser;
beforeAll(async () => void (browser = await launch()));
afterAll(() => browser.close());

const put = (text: string, values: Record<string, string>) =>
  Object.entries(values).reduce((said, [name, value]) => said.replace(`{${name}}`, value), text);

/** A colleague with a seat and a page of their own. */
async function joined(desk: Desk, chief: BrowserContext, look: Look, name: string, email: string) {
  const { page, problems } = await person(browser, look);
  const bench = new Workbench(page, desk.base, look);
  await page.goto(await invitation(desk, chief, email));
  await page.getByLabel(bench.text.setup.name, { exact: true }).fill(name);
  await page.getByLabel(bench.text.signIn.password, { exact: true }).fill(password);
  await page.getByRole('button', { name: bench.text.invite.do, exact: true }).click();
  await page.waitForURL('**/conversations');
  return { bench, page, problems };
}

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

describe.each(looks)('routing, $locale $scheme $width', (look) => {
  let desk: Desk;
  beforeAll(async () => void (desk = await Desk.start()));
  afterAll(() => desk.end());

  it('follows the rules that were published, says why, and offers what has to be accepted', async () => {
    const chief = await person(browser, look);
    const key = await found(desk, chief.context, look);
    const owner = new Workbench(chief.page, desk.base, look);
    const { page } = chief;
    const { common, routing, skills, why, offer, event } = owner.text;
    await create(desk, chief.context, 'tags', { name: 'VIP', color: '#1b7f5c' });
    const zhou = await joined(desk, chief.context, look, '周岚', 'zhoulan@shop.example');
    const chen = await joined(desk, chief.context, look, '陈默', 'chenmo@shop.example');
    const dialog = page.getByRole('dialog');

    // What agents are good at.
    await page.goto(`${desk.base}/settings/skills`);
    await page.getByText(skills.none).waitFor();
    await press(page, skills.add);
    await dialog.getByLabel(skills.name, { exact: true }).fill('技术支持');
    await dialog.getByRole('button', { name: common.save, exact: true }).click();
    await page.getByText('技术支持', { exact: true }).waitFor();
    await accessible(page, 'skills');

    // Zhou knows it; the owner takes nothing by themselves.
    await page.goto(`${desk.base}/settings/routing`);
    await press(page, put(common.editNamed, { name: '周岚' }));
    await owner.choose(routing.addSkill, '技术支持');
    await dialog.getByText(put(routing.level, { level: '3' })).waitFor();
    await accessible(page, 'an agent’s skills');
    await dialog.getByRole('button', { name: common.save, exact: true }).click();
    await dialog.waitFor({ state: 'hidden' });
    await press(page, put(common.editNamed, { name: '何婧' }));
    await dialog.getByRole('switch', { name: routing.automatic, exact: true }).click();
    await dialog.getByRole('button', { name: common.save, exact: true }).click();
    await page.getByText(routing.notAutomatic).waitFor();

    // The usual rules, in one click each.
    await press(page, routing.ways.automatic);
    for (const name of [routing.templates.vip, routing.templates.technical]) {
      await page.locator('.templates').getByRole('button', { name, exact: true }).click();
      await dialog.getByRole('button', { name: common.ok, exact: true }).click();
      await dialog.waitFor({ state: 'hidden' });
    }
    await page.getByText(routing.unsaved.split(' | ').at(-1)?.replace('{n}', '3') ?? '').waitFor();

    // Tried before it counts.
    const dry = page.getByRole('complementary', { name: routing.dry.title });
    await dry.locator('textarea').fill('软件打不开，一直报错');
    await dry.getByRole('button', { name: routing.dry.do, exact: true }).click();
    await dry.locator('.winner').getByText('周岚', { exact: true }).waitFor();
    await dry.getByText(put(why.ruleMatched, { name: routing.templates.technical })).waitFor();
    await page.locator('.rule.hit').getByText(routing.hit).waitFor();
    await accessible(page, 'routing, tried');
    await page.screenshot({ path: shot(`routing-${look.locale}`) });
    await press(page, routing.publish);
    await page.getByRole('button', { name: routing.publish, exact: true, disabled: true }).waitFor();
    await page.reload();
    await expect
      .poll(() => page.locator('.rule .name').allTextContents())
      .toEqual([routing.templates.vip, routing.templates.technical]);

    // It happens, and says why.
    const onSite = await person(browser, look);
    const visitor = new Visitor(onSite.page, look);
    await visitor.visit(`${desk.base}/c/${key}`);
    await visitor.say('报错了，装不上');
    await zhou.bench.open('mine', '报错了');
    await expect.poll(() => zhou.bench.events()).toEqual([expect.stringContaining('周岚')]);
    expect(await chen.bench.count('mine')).toBe(0);
    await press(zhou.page, why.ask);
    const card = zhou.page.getByRole('dialog');
    await card.getByText(put(why.ruleMatched, { name: routing.templates.technical })).waitFor();
    await card.getByText(why.by.match, { exact: true }).waitFor();
    await accessible(zhou.page, 'why somebody got it');
    await zhou.page.screenshot({ path: shot(`why-${look.locale}`) });
    await zhou.page.keyboard.press('Escape');
    await card.waitFor({ state: 'hidden' });

    // From now on it has to be accepted.
    await page.getByRole('switch', { name: routing.accept, exact: true }).click();
    const seconds = page.getByLabel(`${routing.accept} ${routing.seconds}`, { exact: true });
    await seconds.fill('300');
    await seconds.press('Tab');
    await press(page, routing.publish);
    await page.getByRole('button', { name: routing.publish, exact: true, disabled: true }).waitFor();

    const second = await person(browser, look);
    const other = new Visitor(second.page, look);
    await other.visit(`${desk.base}/c/${key}`);
    await other.say('故障，连不上');
    await zhou.bench.list('mine');
    await zhou.page.locator('a.conversation.offered').filter({ hasText: '故障' }).click();
    const bar = zhou.page.locator('section.offer');
    await bar.waitFor();
    await accessible(zhou.page, 'an offer');
    await zhou.page.screenshot({ path: shot(`offered-${look.locale}`) });
    await bar.getByRole('button', { name: offer.accept, exact: true }).press('Enter');
    await bar.waitFor({ state: 'hidden' });
    const accepted = event.accepted.replace('{by} ', '');
    await expect
      .poll(() => zhou.bench.events())
      .toEqual(expect.arrayContaining([expect.stringContaining(accepted)]));
    await zhou.bench.say('我看一下，马上回复您');
    await other.panel.getByText('马上回复您').waitFor();
    expect([...chief.problems, ...zhou.problems, ...chen.problems, ...onSite.problems]).toEqual([]);
  });
});
