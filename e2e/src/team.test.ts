import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessible, launch, looks, person, shot, type Look } from './browser';
import { Desk, password } from './desk';
import { found } from './found';
import { invite } from './colleague';
import { Visitor } from './visitor';
import { Workbench } from './workbench';

let browser: Browser;
beforeAll(async () => void (browser = await launch()));
afterAll(() => browser.close());

describe.each(looks)('two agents, $locale $scheme $width', (look) => {
  let desk: Desk;
  beforeAll(async () => void (desk = await Desk.start()));
  afterAll(() => desk.end());

  it('serve one customer: transfer, note, end, and the next consultation', async () => {
    const chief = await person(browser, look);
    const key = await found(desk, chief.context, look);
    const owner = new Workbench(chief.page, desk.base, look);
    const zhou = (await invite(browser, owner, '周岚', 'zhoulan@shop.example')).desk;
    const chen = (await invite(browser, owner, '陈默', 'chenmo@shop.example')).desk;
    const text = owner.text;

    const onSite = await person(browser, look);
    const visitor = new Visitor(onSite.page, look);
    await zhou.list('queue');
    await chen.list('mine');
    await visitor.visit(`${desk.base}/c/${key}`);
    await visitor.say('撑杆断了，可以换吗？');
    // Counters are live, without a reload.
    await expect.poll(() => zhou.count('queue'), { timeout: 10_000 }).toBe(1);
    await expect.poll(() => chen.count('queue'), { timeout: 10_000 }).toBe(1);

    await zhou.open('queue', '撑杆断了');
    await zhou.say('可以的，我转给售后同事');
    await zhou.note('客户周五要去四姑娘山，优先补发');
    await expect.poll(() => chen.count('queue'), { timeout: 10_000 }).toBe(0);
    await zhou.transfer('陈默');
    await zhou.page.getByText(text.thread.gone).waitFor();

    await chen.open('mine', '转给售后');
    await expect.poll(() => chen.notes()).toEqual([expect.stringContaining('四姑娘山')]);
    await expect.poll(() => chen.events()).toEqual(expect.arrayContaining([expect.stringContaining('周岚')]));
    await chen.page.screenshot({ path: shot(`transferred-${look.locale}`) });
    await chen.say('您好，我来处理，今天补发');
    await visitor.panel.getByText(visitor.text.header.serving('陈默')).waitFor();
    const texts = async () => (await visitor.lines()).map((line) => line.text);
    // The header tells of the new agent as soon as they take over, before their line is there.
    await expect
      .poll(texts)
      .toEqual(['撑杆断了，可以换吗？', '可以的，我转给售后同事', '您好，我来处理，今天补发']);
    expect(await onSite.page.content()).not.toContain('四姑娘山');
    const raw = await onSite.page.evaluate(() => JSON.stringify({ ...localStorage }));
    expect(raw).not.toContain('四姑娘山');

    await chen.end();
    await visitor.panel.getByText(visitor.text.notice.ended).waitFor();
    await zhou.list('queue');
    await visitor.say('还有一个问题');
    await expect.poll(() => zhou.count('queue'), { timeout: 10_000 }).toBe(1);
    await zhou.open('queue', '还有一个问题');
    await expect.poll(() => zhou.events()).toEqual(expect.arrayContaining([expect.stringContaining('陈默')]));
    await accessible(zhou.page, 'a thread with notes and event lines');
    expect([...chief.problems, ...onSite.problems]).toEqual([]);
  });
});
