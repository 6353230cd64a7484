/** Somebody at the desk: drives the workbench as a person does, by what stands on the screen. */
import type { Locator, Page } from 'playwright-core';
import en from '../../workbench/src/i18n/en';
import zh from '../../workbench/src/i18n/zh-CN';
import type { Look } from './browser';
import { password } from './desk';
import type { Line } from './line';

type Tab = 'mine' | 'queue' | 'colleagues' | 'mentions' | 'following';

export class Workbench {
  readonly text;
  readonly small: boolean;

  constructor(
    readonly page: Page,
    readonly base: string,
    readonly look: Look,
  ) {
    this.text = look.locale === 'en' ? en : zh;
    this.small = look.width < 768;
  }

  get thread(): Locator {
    return this.page.locator('main.thread');
  }
  get field(): Locator {
    return this.thread.locator('textarea');
  }
  get rows(): Locator {
    return this.page.locator('a.conversation');
  }

  async signIn(email: string): Promise<void> {
    await this.page.goto(`${this.base}/sign-in`);
    await this.page.getByLabel(this.text.signIn.email).fill(email);
    await this.page.getByLabel(this.text.signIn.password).fill(password);
    await this.page.getByRole('button', { name: this.text.signIn.do }).click();
    await this.page.waitForURL('**/conversations');
  }

  /** The list; on a small screen, out of the thread. */
  async list(tab: Tab): Promise<void> {
    if (!this.page.url().includes('/conversations')) await this.page.goto(`${this.base}/conversations`);
    const { common, thread } = this.text;
    const back = this.page
      .getByRole('button', { name: common.back, exact: true })
      .or(this.page.getByRole('button', { name: thread.back }));
    if (this.small && (await back.isVisible())) await back.click();
    await this.tab(tab).click();
  }
  tab(tab: Tab): Locator {
    return this.page.getByRole('tab', { name: new RegExp(`^${this.text.tabs[tab].replace("{'@'}", '@')}`) });
  }
  /** The number that a tab shows; 0 when it shows none. */
  async count(tab: Tab): Promise<number> {
    return Number((await this.tab(tab).locator('.count').allTextContents())[0] ?? 0);
  }

  /** Opens the conversation whose row says `text`. */
  async open(tab: Tab, text: string): Promise<void> {
    await this.list(tab);
    await this.rows.filter({ hasText: text }).first().click();
    await this.thread.waitFor();
  }

  async say(text: string): Promise<void> {
    await this.thread.getByRole('tab', { name: this.text.composer.reply, exact: true }).click();
    await this.field.fill(text);
    await this.field.press('Enter');
  }
  async note(text: string): Promise<void> {
    await this.thread.getByRole('tab', { name: this.text.composer.note, exact: true }).click();
    await this.field.fill(text);
    await this.field.press('Enter');
  }
  async send(...files: { name: string; mimeType: string; buffer: Buffer }[]): Promise<void> {
    await this.thread.getByRole('tab', { name: this.text.composer.reply, exact: true }).click();
    await this.thread.locator('.bar input[type=file]').first().setInputFiles(files);
    await this.thread.getByRole('button', { name: this.text.composer.send, exact: true }).click();
  }
  async end(): Promise<void> {
    await this.thread.getByRole('button', { name: this.text.thread.end, exact: true }).click();
  }
  async transfer(to: string): Promise<void> {
    await this.thread.getByRole('button', { name: this.text.assign.do, exact: true }).click();
    await this.page.getByPlaceholder(this.text.assign.find).fill(to);
    await this.page.locator('.menu .mi').filter({ hasText: to }).click();
  }

  /** Chooses from a list that opens. */
  async choose(label: string, option: string): Promise<void> {
    const named = this.page.locator(`[aria-label="${label}"]`);
    await this.page.locator('.n-base-selection').filter({ has: named }).first().click();
    const one = this.page.locator('.n-base-select-option').filter({ hasText: option });
    await one.first().click();
  }

  /** How far the last message came. */
  receipt(state: 'sent' | 'delivered' | 'read'): Locator {
    return this.thread.locator('.receipt').filter({ hasText: this.text.delivery[state] }).last();
  }

  /** Nothing is on its way, nothing has failed. */
  async settled(): Promise<boolean> {
    const waiting = [this.text.delivery.sending, this.text.delivery.failed];
    const receipts = await this.thread.locator('.receipt').allTextContents();
    return !receipts.some((receipt) => waiting.some((text) => receipt.includes(text)));
  }

  /** What was said to and by the customer; notes and event lines apart. */
  async lines(): Promise<Line[]> {
    return await this.thread.locator('article.msg:not(:has(.note))').evaluateAll((messages) =>
      messages.map((message) => ({
        from: message.classList.contains('own') ? ('agent' as const) : ('customer' as const),
        text: message.querySelector('.bubble')?.textContent ?? '',
        files: [
          ...[...message.querySelectorAll<HTMLImageElement>('.picture img')].map((picture) => picture.alt),
          ...[...message.querySelectorAll('.file .name')].map((name) => name.textContent ?? ''),
        ],
      })),
    );
  }
  async events(): Promise<string[]> {
    return await this.thread.locator('.event > span:first-of-type').allTextContents();
  }
  async notes(): Promise<string[]> {
    return await this.thread.locator('.msg .note').allTextContents();
  }
}
