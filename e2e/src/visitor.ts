/** Somebody on a site: drives the widget as a person does, by what stands on the screen. */
import type { Locator, Page } from 'playwright-core';
import { en } from '../../widget/src/text/en';
import { zhCN } from '../../widget/src/text/zh-CN';
import type { Look } from './browser';
import type { Line } from './line';

export class Visitor {
  readonly text;

  constructor(
    readonly page: Page,
    look: Look,
  ) {
    this.text = look.locale === 'en' ? en : zhCN;
  }

  get panel(): Locator {
    return this.page.locator('#yingke .panel');
  }
  get field(): Locator {
    return this.panel.locator('.input textarea');
  }

  /** Goes to a page with the widget and opens it, as far as it is not open already. */
  async visit(url: string): Promise<void> {
    await this.page.goto(url);
    await this.page.locator('#yingke .launcher, #yingke .panel').first().waitFor();
    if (!(await this.panel.isVisible())) await this.page.locator('#yingke .launcher').click();
    await this.field.waitFor();
  }

  async say(text: string): Promise<void> {
    await this.field.fill(text);
    await this.field.press('Enter');
  }

  async send(...files: { name: string; mimeType: string; buffer: Buffer }[]): Promise<void> {
    await this.panel.locator('input[type=file]').setInputFiles(files);
    await this.panel.getByRole('button', { name: this.text.composer.send, exact: true }).click();
  }

  async end(): Promise<void> {
    await this.panel.getByRole('button', { name: this.text.header.menu }).click();
    await this.panel.getByRole('button', { name: this.text.header.end }).click();
  }

  /** Nothing is on its way, nothing has failed. */
  async settled(): Promise<boolean> {
    return (await this.panel.locator('.message.sending, .message.failed').count()) === 0;
  }

  async lines(): Promise<Line[]> {
    return await this.panel.locator('.message:not(.greeting)').evaluateAll((messages) =>
      messages.map((message) => ({
        from: message.classList.contains('me') ? ('customer' as const) : ('agent' as const),
        text: message.querySelector('.bubble')?.textContent ?? '',
        files: [
          ...[...message.querySelectorAll<HTMLImageElement>('.picture img')].map((picture) => picture.alt),
          ...[...message.querySelectorAll('.file .name')].map((name) => name.textContent ?? ''),
        ],
      })),
    );
  }
}
