import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch, looks, person, shot } from './browser';
import { Desk, password } from './desk';
import { found, owner, paper, picture } from './found';
import type { Line } from './line';
import { OldProxy, type Manner } from './old-proxy';
import { Visitor } from './visitor';
import { Workbench } from './workbench';

const [look] = looks as [(typeof looks)[0]];
let browser: Browser;
let desk: Desk;
beforeAll(async () => {
  browser = await launch();
  desk = await Desk.start();
});
afterAll(async () => {
  await desk.end();
  await browser.close();
});

describe.each<Manner>(['refuses', 'swallows'])('a proxy that %s the upgrade to WebSocket', (manner) => {
  it('leaves a conversation that loses and doubles nothing', async () => {
    const atDesk = await person(browser, look);
    const key = await keyOf(desk, atDesk.context);
    const proxy = await OldProxy.before(desk.base, manner);
    const onSite = await person(browser, look);
    const agent = new Workbench(atDesk.page, desk.base, look);
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
    const agreed = () =>
      expect
        .poll(
          async () => [
            await visitor.settled(),
            await agent.settled(),
            await visitor.lines(),
            await agent.lines(),
          ],
          { timeout: 45_000, interval: 200 },
        )
        .toEqual([true, true, said, said]);

    await visitor.visit(`${proxy.base}/c/${key}`);
    await expect.poll(() => proxy.streams, { timeout: 45_000 }).toBe(1);
    await asks(`公司网络里能用吗（${manner}）`);
    await agent.open('queue', `公司网络里能用吗（${manner}）`);
    await answers('可以的，请说');
    await agreed();
    // The signals go by POST: what the agent wrote is read, what the customer types is seen.
    await agent.thread.getByText(agent.text.delivery.read).waitFor();
    await visitor.field.fill('我正在写');
    await agent.thread.getByText('我正在写').waitFor();
    await visitor.field.fill('');

    await visitor.send(picture('断裂的撑杆.png'));
    said.push({ from: 'customer', text: '', files: ['断裂的撑杆.png'] });
    await agreed();
    await agent.send(paper('保修单.pdf'));
    said.push({ from: 'agent', text: '', files: ['保修单.pdf'] });
    await agreed();

    // The proxy ends what lasts too long, on its own account and in the middle of a word.
    proxy.hangUp();
    await answers('还在吗？');
    await agreed();
    await expect.poll(() => proxy.streams).toBe(1);
    proxy.cut();
    await answers('断线了也收得到');
    await agent.thread.getByText('断线了也收得到').waitFor();
    await asks('刚才断线了');
    proxy.mend();
    await agreed();
    // And again when the desk itself was away.
    await desk.down('SIGKILL');
    await asks('还能收到吗');
    await desk.up();
    await agreed();
    await onSite.page.reload();
    await visitor.field.waitFor();
    await agreed();

    expect(proxy.upgrades).toBeGreaterThan(1);
    await onSite.page.screenshot({ path: shot(`no-websocket-${manner}`) });
    expect([...atDesk.problems, ...onSite.problems]).toEqual([]);
    await atDesk.context.close();
    await onSite.context.close();
    await proxy.end();
  });
});

let founded: string | undefined;
/** One desk for both proxies: set up once, signed in to each time. */
async function keyOf(desk: Desk, context: Parameters<typeof found>[1]): Promise<string> {
  if (founded === undefined) return (founded = await found(desk, context, look));
  await signIn(desk, context);
  return founded;
}

async function signIn(desk: Desk, context: Parameters<typeof found>[1]) {
  const answer = await context.request.post(`${desk.base}/api/v1/sign-in`, {
    data: { email: owner.email, password },
  });
  expect(answer.status(), await answer.text()).toBeLessThan(300);
}
