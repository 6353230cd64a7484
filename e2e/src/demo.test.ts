import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import en from '../../workbench/src/i18n/en';
import zh from '../../workbench/src/i18n/zh-CN';
import { accessible, launch, looks, person, shot } from './browser';
import { Desk, password } from './desk';
import { Visitor } from './visitor';
import { Workbench } from './workbench';

let browser: Browser;
beforeAll(async () => void (browser = await launch()));
afterAll(() => browser.close());

describe.each(looks)('the demo, $locale $scheme $width', (look) => {
  let desk: Desk;
  beforeAll(async () => void (desk = await Desk.start('demo', '--consultations', '300')), 60_000);
  afterAll(() => desk.end());
  // The desk speaks the language of whoever takes the owner's seat, whatever the demo's company speaks.
  const text = look.locale === 'en' ? en : zh;

  it('is a busy desk with a shop, and goes with one click', async () => {
    const { page, problems } = await person(browser, look);
    await page.goto(desk.ownerLink);
    await page.getByLabel(text.setup.name, { exact: true }).fill('何婧');
    await page.getByLabel(text.signIn.password, { exact: true }).fill(password);
    await page.getByRole('button', { name: text.invite.do }).click();
    await page
      .getByText(look.width < 768 ? text.shell.demoShort : text.shell.demo, { exact: true })
      .waitFor();
    const bench = new Workbench(page, desk.base, look);
    await bench.list('queue');
    await bench.rows.nth(1).waitFor();
    await bench.list('colleagues');
    await bench.rows.nth(3).click();
    await bench.thread.waitFor();
    await accessible(page, 'demo');
    await page.screenshot({ path: shot(`demo-${look.locale}`) });

    const visitor = new Visitor((await person(browser, look)).page, look);
    await visitor.visit(desk.shopLink);
    await visitor.say('帐篷现在有货吗？');
    await bench.open('queue', '帐篷现在有货吗？');

    await page.getByRole('button', { name: text.shell.demoRemove }).click();
    await page.getByRole('dialog').getByRole('button', { name: text.shell.demoRemove }).click();
    await page.waitForURL('**/setup**');
    await page.getByLabel(text.setup.company).waitFor();
    expect(problems.filter((problem) => !problem.includes('401'))).toEqual([]);
  });
});
