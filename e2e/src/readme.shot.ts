/** Takes the pictures of the README: a demo, a customer in the shop, an agent who answers. `npm run pictures`. */
import { join, resolve } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, it } from 'vitest';
import zh from '../../workbench/src/i18n/zh-CN';
import { launch, looks, person } from './browser';
import { Desk, password } from './desk';
import { Visitor } from './visitor';
import { Workbench } from './workbench';

const folder = resolve(import.meta.dirname, '../../docs/images');
const look = { ...looks[0]!, height: 860 };
let browser: Browser;
let desk: Desk;
beforeAll(async () => {
  browser = await launch();
  desk = await Desk.start('demo', '--consultations', '600');
}, 120_000);
afterAll(async () => {
  await browser.close();
  await desk.end();
});

it('takes the pictures', async () => {
  const shop = new Visitor((await person(browser, look)).page, look);
  const { page } = await person(browser, look);
  await page.goto(desk.ownerLink);
  await page.getByLabel(zh.setup.name, { exact: true }).fill('何婧');
  await page.getByLabel(zh.signIn.password, { exact: true }).fill(password);
  await page.getByRole('button', { name: zh.invite.do }).click();
  const bench = new Workbench(page, desk.base, look);

  await shop.visit(desk.shopLink);
  await shop.say('这顶帐篷四月去川西够用吗？晚上零度左右');
  await bench.open('queue', '四月去川西');
  await page.getByRole('button', { name: zh.composer.take }).first().click();
  await bench.say('够用的，它抗 8 级风。睡袋建议配舒适温标零下 5 度的羽绒款，我把套装链接发您。');
  await shop.panel.getByText('够用的').waitFor();
  await shop.say('好的，套装有现货吗？');
  await bench.thread.getByText('套装有现货吗').waitFor();
  for (let nth = 0; nth < 4; nth += 1) {
    await bench.list('queue');
    if ((await bench.rows.count()) === 0) break;
    await bench.rows.first().click();
    await page.getByRole('button', { name: zh.composer.take }).first().click();
    await page.waitForTimeout(300);
  }
  await bench.open('mine', '套装有现货吗');
  await bench.field.fill('有的，杭州仓现货，今天 16 点前下单当天发。');
  await page.waitForTimeout(1500);
  await page.screenshot({ path: join(folder, 'workbench.png') });
  await shop.page.screenshot({ path: join(folder, 'widget.png') });
});
