import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessible, launch, looks, person, shot } from './browser';
import { Desk } from './desk';
import { found, paper, picture } from './found';
import type { Line } from './line';
import { listen } from './frames';
import { Visitor } from './visitor';
import { Wire } from './wire';
import { Workbench } from './workbench';

let browser: Browser;
beforeAll(async () => void (browser = await launch()));
afterAll(() => browser.close());

describe.each(looks)('a conversation, $locale $scheme $width', (look) => {
  let desk: Desk;
  beforeAll(async () => void (desk = await Desk.start()));
  afterAll(() => desk.end());

  it('loses and doubles nothing through restarts and cut connections', async () => {
    const agentWay = await Wire.to(desk.base);
    const visitorWay = await Wire.to(desk.base);
    const atDesk = await person(browser, look);
    const onSite = await person(browser, look);
    const key = await found(desk, atDesk.context, look);
    const frames = listen(atDesk.page, onSite.page);
    const agent = new Workbench(atDesk.page, agentWay.base, look);
    const visitor = new Visitor(onSite.page, look);
    const said: Line[] = [];
    const asks = async (text: string) => {
      said.push({ from: 'customer', text, files: [] });
      await visitor.say(text);
    };
    const answers = async (text: string) => {
      said.push({ from: 'agent', text, files: [] });
      await agent.say(text);
    };
    /** Both sides show the same lines in the same order, and nothing is on its way. */
    const agreed = () =>
      expect
        .poll(
          async () => [
            await visitor.settled(),
            await agent.settled(),
            await visitor.lines(),
            await agent.lines(),
          ],
          {
            timeout: 30_000,
            interval: 200,
          },
        )
        .toEqual([true, true, said, said]);

    await visitor.visit(`${visitorWay.base}/try/${key}`);
    await asks('地址没变，周四前能到吗？');
    await agent.open('queue', '地址没变');
    await answers('能到的，周三发出');
    await agreed();
    await visitor.panel.getByText(visitor.text.header.serving('何婧')).waitFor();
    await agent.thread.getByText(agent.text.delivery.read).waitFor();

    await visitor.send(picture('断裂的撑杆.png'));
    said.push({ from: 'customer', text: '', files: ['断裂的撑杆.png'] });
    await agreed();
    await visitor.send(paper('order.pdf'));
    said.push({ from: 'customer', text: '', files: ['order.pdf'] });
    await agreed();
    await agent.send(picture('new pole.png'));
    said.push({ from: 'agent', text: '', files: ['new pole.png'] });
    await agreed();
    await agent.send(paper('保修单.pdf'));
    said.push({ from: 'agent', text: '', files: ['保修单.pdf'] });
    await agreed();
    await shown(agent, visitor);

    // The server restarts: what is said meanwhile waits.
    await desk.down('SIGTERM');
    await asks('还在吗？');
    await desk.up();
    await agreed();
    await desk.down('SIGTERM');
    await answers('在的');
    await desk.up();
    await agreed();

    // A power cut in the middle of speaking.
    await asks('我再看看说明书');
    await desk.down('SIGKILL');
    await desk.up();
    await agreed();
    await answers('好的，不急');
    await desk.down('SIGKILL');
    await desk.up();
    await agreed();

    // A cut connection, on either side.
    visitorWay.wire.cut();
    await answers('说明书第 3 页有图');
    await agent.field.waitFor();
    visitorWay.wire.mend();
    await agreed();
    agentWay.wire.cut();
    await asks('看到了，谢谢');
    agentWay.wire.mend();
    await agreed();
    await onSite.context.setOffline(true);
    await asks('地铁里没有信号');
    await onSite.context.setOffline(false);
    await agreed();
    await atDesk.context.setOffline(true);
    await answers('祝您一路顺利');
    await atDesk.context.setOffline(false);
    await agreed();

    // The same for somebody who comes anew.
    await onSite.page.reload();
    await visitor.field.waitFor();
    await atDesk.page.reload();
    await agent.thread.waitFor();
    await agreed();

    await accessible(atDesk.page, 'inbox with thread');
    await accessible(onSite.page, 'shop with widget');
    await atDesk.page.screenshot({ path: shot(`thread-${look.locale}`) });
    await onSite.page.screenshot({ path: shot(`widget-${look.locale}`) });
    frames.check();
    expect([...atDesk.problems, ...onSite.problems]).toEqual([]);
    agentWay.wire.end();
    visitorWay.wire.end();
  });
});

/** Pictures are really there, not broken frames. */
async function shown(agent: Workbench, visitor: Visitor): Promise<void> {
  for (const pictures of [agent.thread.locator('.picture img'), visitor.panel.locator('.picture img')]) {
    await expect
      .poll(
        async () =>
          await pictures.evaluateAll((all) => all.map((one) => (one as HTMLImageElement).naturalWidth)),
      )
      .toEqual([96, 96]);
  }
}
