/** Mail in a real browser, with a real Postfix and a real Dovecot on the other side. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessible, launch, looks, person, shot } from './browser';
import { Manifests } from './channels';
import { Desk } from './desk';
import { found } from './found';
import { hostile, mailAddress, mailPassword, mailServers, postMail, readMailbox } from './mail';
import { Workbench } from './workbench';

let browser: Browser;
beforeAll(async () => void (browser = await launch()));
afterAll(() => browser.close());

interface Line {
  content?: { type: string; subject?: string; html?: string };
}
/** The HTML of each mail in the desk's conversations, by its subject. */
async function mails(desk: Desk, context: BrowserContext): Promise<Map<string, string>> {
  const list = await context.request.get(`${desk.base}/api/v1/conversations?tab=all&limit=100`);
  const { items } = (await list.json()) as { items: { id: string }[] };
  const found = new Map<string, string>();
  for (const { id } of items) {
    const read = await context.request.get(`${desk.base}/api/v1/conversations/${id}/messages?limit=100`);
    for (const { content } of ((await read.json()) as { items: Line[] }).items)
      if (content?.type === 'mail') found.set(content.subject ?? '', content.html ?? '');
  }
  return found;
}

/** What Chromium makes of HTML: its body written out again, and whatever in it could do something. */
const parsed = (page: Page, html: string) =>
  page.evaluate((html) => {
    const { body } = new DOMParser().parseFromString(html, 'text/html');
    // A parser drops the first line break of these; Chromium does not write it out again.
    for (const kept of body.querySelectorAll('pre, listing'))
      if (kept.firstChild?.nodeValue?.startsWith('\n')) kept.prepend('\n');
    const could = [...body.querySelectorAll('*')].flatMap((element) => {
      const acts = [...element.attributes].filter(
        ({ name, value }) =>
          name.startsWith('on') ||
          ['srcdoc', 'srcset', 'action', 'formaction', 'background', 'poster'].includes(name) ||
          (['src', 'href'].includes(name) && !/^(cid:|https?:|mailto:|tel:|#)/i.test(value)) ||
          (name === 'src' && !/^cid:/i.test(value)),
      );
      const runs = /^(script|iframe|object|embed|form|input|button|textarea|svg|math|style|link|meta|base)$/i;
      return [
        ...(runs.test(element.localName) ? [element.outerHTML] : []),
        ...acts.map(({ name, value }) => `${element.localName} ${name}=${value}`),
      ];
    });
    return { written: body.innerHTML, could };
  }, html);

describe.each(looks)('mail, $locale $scheme $width', (look) => {
  let desk: Desk;
  const [shop, buyer] = [mailAddress('shop'), mailAddress('buyer')];
  beforeAll(async () => {
    const { certificate } = mailServers();
    desk = await Desk.with(() => ({
      YINGKE_ALLOWED_NETWORKS: '127.0.0.0/8',
      YINGKE_ALLOWED_ROOT_CERTIFICATE: certificate,
    }));
  });
  afterAll(() => desk.end());

  it('is connected step by step, read, and answered in its thread', async () => {
    const { page, context, problems } = await person(browser, look);
    await found(desk, context, look);
    const bench = new Workbench(page, desk.base, look);
    const { connect, channelForm, common, inbox } = bench.text;
    const manifests = await Manifests.of(desk, context, look);
    const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
    const field = (key: string) => page.getByLabel(manifests.label('email', key), { exact: true });
    const picture = (name: string) =>
      page.screenshot({ path: shot(`${name}-${look.locale}`), fullPage: true });
    const { imap, smtp } = mailServers();

    await page.goto(`${desk.base}/settings/inboxes/add`);
    await page
      .locator('main a')
      .filter({ hasText: manifests.name('email') })
      .first()
      .click();
    await page.getByLabel(inbox.name, { exact: true }).fill('来信');
    await field('address').fill(shop);
    await field('password').fill('a wrong one');
    await field('imap_host').fill(imap.host);
    await field('smtp_host').fill(smtp.host);
    await press(channelForm.more);
    await field('imap_port').fill(String(imap.port));
    await field('smtp_port').fill(String(smtp.port));
    await press(connect.save);
    await page.waitForURL('**/settings/inboxes/add/app/*');
    await press(connect.test);
    await page.getByRole('alert').filter({ hasText: 'AUTHENTICATIONFAILED' }).waitFor();
    await accessible(page, 'a mailbox that refuses');
    await picture('mail-refused');
    await press(common.edit);
    await field('password').fill(mailPassword);
    await press(common.save);
    await press(connect.again);
    await page.getByText(connect.fine, { exact: true }).waitFor();

    const id = `<${crypto.randomUUID()}@buyer.example>`;
    const headers = [`Message-ID: ${id}`, 'Subject: A question of size'];
    await postMail(buyer, shop, headers, '<p>Is the <b>green</b> one there in M?</p>');
    await page.getByText('Is the green one there in M?').waitFor();
    await picture('mail-connected');

    await bench.open('queue', 'green one');
    const frame = bench.thread.frameLocator('iframe').first();
    await frame.getByText('green', { exact: true }).waitFor();
    await bench.say('Three are left.');
    await bench.receipt('sent').waitFor();
    await accessible(page, 'a mail in its thread');
    await picture('mail-thread');
    await expect.poll(() => readMailbox(buyer)).toContain('Three are left.');
    const answer = await readMailbox(buyer);
    expect(answer).toContain(`In-Reply-To: ${id}`);
    expect(answer).toMatch(/^Subject: Re: A question of size\r$/m);
    expect(problems).toEqual([]);
  });

  it('HTML that means harm does none, and Chromium reads what is clean as what is clean', async () => {
    const { page, context, problems } = await person(browser, look);
    const bench = new Workbench(page, desk.base, look);
    await bench.signIn('hejing@shop.example');
    // Every piece in a thread of one customer, and what Chromium wrote out of it in a thread of another.
    const [one, other] = [mailAddress('buyer'), mailAddress('buyer')];
    const post = (from: string, subject: string, html: string) =>
      postMail(from, shop, [`References: <thread-of-${from}>`, `Subject: ${subject}`], html);
    for (const [at, html] of hostile.entries()) await post(one, `first ${at}`, `<p>mail ${at}</p>${html}`);
    const all = async (kind: string) =>
      [...(await mails(desk, context))].filter(([subject]) => subject.startsWith(kind));
    await expect.poll(async () => (await all('first')).length).toBe(hostile.length);
    const written = new Map<string, string>();
    for (const [subject, html] of await all('first')) {
      const once = await parsed(page, html);
      expect(once.could, subject).toEqual([]);
      written.set(subject.replace('first', 'again'), once.written);
      await post(other, subject.replace('first', 'again'), once.written);
    }
    await expect.poll(async () => (await all('again')).length).toBe(hostile.length);
    for (const [subject, html] of await all('again'))
      expect((await parsed(page, html)).written, subject).toBe(written.get(subject));

    // Looked at, none of them calls anybody, says anything, or leaves its frame.
    const called: string[] = [];
    page.on('request', (request) => {
      if (!request.url().startsWith(desk.base) && !request.url().startsWith('about:'))
        called.push(request.url());
    });
    page.on('dialog', (dialog) => {
      called.push(dialog.message());
      void dialog.dismiss();
    });
    await bench.open('queue', 'mail');
    for (const frame of await bench.thread.locator('iframe').all()) await frame.scrollIntoViewIfNeeded();
    await page.waitForTimeout(500);
    await page.screenshot({ path: shot(`mail-hostile-${look.locale}`) });
    expect(called).toEqual([]);
    expect(problems).toEqual([]);
  });
});
