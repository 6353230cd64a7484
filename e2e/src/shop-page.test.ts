/** The snippet on a page of another origin, and what that page may tell and hear. */
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launch, looks, person } from './browser';
import { Desk } from './desk';
import { found } from './found';
import { Visitor } from './visitor';
import { Workbench } from './workbench';

const [look] = looks as [(typeof looks)[0]];
const CSRF = { 'X-Yingke-CSRF': '1' };
let browser: Browser;
let desk: Desk;
const shops: (() => void)[] = [];
beforeAll(async () => {
  browser = await launch();
  desk = await Desk.start();
});
afterAll(async () => {
  for (const close of shops) close();
  await desk.end();
  await browser.close();
});

/** Serves a page that speaks to the widget before it is there, as pages do. Answers its address, of another origin. */
async function shop(snippet: string, identity: object): Promise<string> {
  const page = `<!doctype html><title>购物车</title>
${snippet}
<script>
  heard = [];
  yingke('identify', ${JSON.stringify(identity)});
  yingke('setAttributes', { level: 'gold', orders: 3 });
  for (const event of ['open', 'close', 'message', 'unread'])
    yingke('on', event, (detail) => heard.push([event, detail?.text ?? detail ?? null]));
</script>`;
  const server = createServer((_, answer) =>
    answer.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page),
  );
  shops.push(() => server.close());
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return `http://localhost:${(server.address() as AddressInfo).port}/cart`;
}

it('a shop says who its customer is and hears what happens', async () => {
  const atDesk = await person(browser, look);
  const { request } = atDesk.context;
  await found(desk, atDesk.context, look);
  const { items } = (await (await request.get(`${desk.base}/api/v1/inboxes`)).json()) as {
    items: { id: string; snippet: string }[];
  };
  const [inbox] = items as [(typeof items)[0]];
  const made = await request.post(`${desk.base}/api/v1/inboxes/${inbox.id}/identity-secret`, {
    headers: CSRF,
  });
  const { secret } = (await made.json()) as { secret: string };
  const hmac = createHmac('sha256', secret).update('customer-42').digest('hex');
  const identity = { externalId: 'customer-42', name: '林夏', email: 'linxia@shop.example', hmac };

  const { page, problems } = await person(browser, look);
  const visitor = new Visitor(page, look);
  const agent = new Workbench(atDesk.page, desk.base, look);
  const heard = () => page.evaluate<unknown[]>('heard');
  await page.goto(await shop(inbox.snippet, identity));
  await page.locator('#yingke .launcher').waitFor();
  await page.evaluate("yingke('open')");
  await visitor.say('尺码怎么选？');
  await expect.poll(() => visitor.settled()).toBe(true);

  await agent.open('queue', '尺码怎么选');
  await agent.page.getByText('林夏').first().waitFor();
  const list = await request.get(`${desk.base}/api/v1/conversations?tab=queue`);
  const [row] = ((await list.json()) as { items: { customerId: string }[] }).items;
  const customer = async () =>
    await (await request.get(`${desk.base}/api/v1/customers/${row?.customerId}`)).json();
  await expect.poll(customer, { timeout: 15_000 }).toMatchObject({
    name: '林夏',
    email: 'linxia@shop.example',
    attributes: { level: 'gold', orders: 3 },
  });

  await page.evaluate("yingke('close')");
  await agent.say('按平时的穿就好');
  await expect.poll(heard, { timeout: 10_000 }).toEqual([
    ['unread', 0],
    ['open', null],
    ['message', '尺码怎么选？'],
    ['close', null],
    ['message', '按平时的穿就好'],
    ['unread', 1],
  ]);
  expect(problems).toEqual([]);
});

it('an id that the shop did not sign is nobody it knows', async () => {
  const atDesk = await person(browser, look);
  await new Workbench(atDesk.page, desk.base, look).signIn('hejing@shop.example');
  const { request } = atDesk.context;
  const { items } = (await (await request.get(`${desk.base}/api/v1/inboxes`)).json()) as {
    items: { snippet: string }[];
  };
  const { page } = await person(browser, look);
  const forged = { externalId: 'customer-42', name: '林夏', hmac: '0'.repeat(64) };
  const visitor = new Visitor(page, look);
  await visitor.visit(await shop(items[0]?.snippet ?? '', forged));
  await visitor.say('我是谁？');
  await expect.poll(() => visitor.settled()).toBe(true);
  expect(await visitor.lines()).toEqual([{ from: 'customer', text: '我是谁？', files: [] }]);
});
