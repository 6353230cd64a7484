/** Who is there: breaks with the workspace's reasons, after-contact work, and a supervisor who puts it right. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessible, launch, looks, person, shot } from './browser';
import { Desk, password } from './desk';
import { found, invitation } from './found';
import { Visitor } from './visitor';
import { Workbench } from './workbench';

let browser: Browser;
beforeAll(async () => void (browser = await launch()));
afterAll(() => browser.close());

describe.each(looks)('presence, $locale $scheme $width', (look) => {
  const mark = `${look.locale}-${look.scheme}-${look.width}`;
  let desk: Desk;
  beforeAll(async () => void (desk = await Desk.start()));
  afterAll(() => desk.end());

  it('has reasons, ends by itself and is put right by a supervisor', async () => {
    const chief = await person(browser, look);
    const key = await found(desk, chief.context, look);
    const owner = new Workbench(chief.page, desk.base, look);
    const { text, small } = owner;
    const { common, presence, status, agents, shell } = text;
    const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

    // The workspace's own reasons, with how long a break may take.
    await chief.page.goto(`${desk.base}/settings/workspace`);
    const reasons = chief.page.getByLabel(presence.reason, { exact: true });
    await reasons.first().waitFor();
    expect(await reasons.first().inputValue()).toBe(text.breaks.meal);
    await press(chief.page, presence.add);
    await reasons.last().fill('午休');
    const quota = chief.page.getByLabel(presence.quota.replace('{name}', '午休'), { exact: true });
    await quota.fill('30');
    await quota.blur();
    const seconds = chief.page.getByLabel(presence.afterContact, { exact: true });
    await seconds.fill('4');
    await seconds.blur();
    await press(chief.page, common.save);
    await chief.page.getByText(common.saved).first().waitFor();
    await accessible(chief.page, 'rules of presence');
    await chief.page.screenshot({ path: shot(`presence-rules-${mark}`), fullPage: true });

    // A colleague takes a break of that name.
    const lin = await person(browser, look);
    await lin.page.goto(await invitation(desk, chief.context, 'linxia@shop.example'));
    await lin.page.getByLabel(text.setup.name, { exact: true }).fill('林夏');
    await lin.page.getByLabel(text.signIn.password, { exact: true }).fill(password);
    await press(lin.page, text.invite.do);
    await lin.page.waitForURL('**/conversations');
    const menu = async () => {
      if (small) await lin.page.goto(`${desk.base}/me`);
      else await lin.page.locator('.rail .me').click();
      await lin.page.locator('.menu').waitFor();
    };
    const mine = async (name: string) => {
      if (small) await lin.page.goto(`${desk.base}/conversations`);
      const shown = small ? lin.page.locator('.head .m') : lin.page.locator('.rail .me');
      await expect.poll(() => shown.first().textContent(), { timeout: 15_000 }).toContain(name);
    };
    await menu();
    await lin.page.getByRole('button', { name: /^午休/ }).click();
    await mine(status.break);
    await menu();
    await accessible(lin.page, 'the menu of the status');
    await lin.page.screenshot({ path: shot(`presence-menu-${mark}`) });

    // They forgot to come back: a supervisor sets it, and they are told by whom.
    await lin.page.goto(`${desk.base}/conversations`);
    await chief.page.goto(`${desk.base}/settings/agents`);
    const row = chief.page.locator('tr').filter({ hasText: '林夏' });
    const put = row.getByRole('button', {
      name: agents.statusOf.replace('{name}', '林夏').replace('{status}', status.break),
    });
    await put.click();
    await chief.page.locator('.menu.pop').getByRole('button', { name: status.online, exact: true }).waitFor();
    await accessible(chief.page, 'the status of a colleague');
    await chief.page.screenshot({ path: shot(`presence-colleague-${mark}`) });
    await chief.page.locator('.menu.pop').getByRole('button', { name: status.online, exact: true }).click();
    const told = shell.statusSetBy.replace('{name}', '何婧').replace('{status}', status.online);
    await lin.page.getByText(told).waitFor();
    await lin.page.screenshot({ path: shot(`presence-told-${mark}`) });
    await mine(status.online);

    // Invisible to the supervisor is offline.
    await menu();
    await lin.page.getByRole('button', { name: new RegExp(`^${status.invisible}`) }).click();
    await row.getByText(status.offline, { exact: true }).waitFor();
    await mine(status.invisible);
    await menu();
    await lin.page.getByRole('button', { name: status.online, exact: true }).click();
    await row.getByText(status.online, { exact: true }).waitFor();

    // After a contact there is time for what it was about; then they are online again by themselves.
    const onSite = await person(browser, look);
    const visitor = new Visitor(onSite.page, look);
    await visitor.visit(`${desk.base}/c/${key}`);
    await visitor.say('帐篷漏水');
    const bench = new Workbench(lin.page, desk.base, look);
    await bench.open('queue', '帐篷漏水');
    await bench.say('给您换一顶');
    await expect.poll(() => bench.settled()).toBe(true);
    await bench.end();
    await row.getByText(status.afterContact, { exact: true }).waitFor();
    await chief.page.screenshot({ path: shot(`presence-after-${mark}`) });
    await row.getByText(status.online, { exact: true }).waitFor({ timeout: 15_000 });
    await mine(status.online);
    expect([...chief.problems, ...lin.problems, ...onSite.problems]).toEqual([]);
  });
});
