/** Debian's Chromium, with an empty profile and no word to the outside. */
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { expect } from 'vitest';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export interface Look {
  locale: 'zh-CN' | 'en';
  scheme: 'light' | 'dark';
  width: number;
  height: number;
}
/** The two looks that every change is seen in. */
const everyChange: Look[] = [
  { locale: 'zh-CN', scheme: 'light', width: 1440, height: 900 },
  { locale: 'en', scheme: 'dark', width: 390, height: 844 },
];
const screens = [
  { width: 1440, height: 900 },
  { width: 768, height: 1024 },
  { width: 390, height: 844 },
];
/** Every language in every scheme on every screen, those of every change first. */
const matrix: Look[] = [
  ...everyChange,
  ...(['zh-CN', 'en'] as const)
    .flatMap((locale) =>
      (['light', 'dark'] as const).flatMap((scheme) =>
        screens.map((screen) => ({ locale, scheme, ...screen })),
      ),
    )
    .filter(
      (look) =>
        !everyChange.some(
          (seen) => seen.locale === look.locale && seen.scheme === look.scheme && seen.width === look.width,
        ),
    ),
];
/** The whole matrix runs at night: YINGKE_LOOKS=all. */
export const looks: Look[] = process.env['YINGKE_LOOKS'] === 'all' ? matrix : everyChange;

export async function launch(): Promise<Browser> {
  return await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

export async function person(
  browser: Browser,
  look: Look,
): Promise<{ context: BrowserContext; page: Page; problems: string[] }> {
  const context = await browser.newContext({
    locale: look.locale,
    colorScheme: look.scheme,
    viewport: { width: look.width, height: look.height },
    permissions: ['clipboard-read', 'clipboard-write'],
    // axe is injected by the test, not by the page.
    bypassCSP: true,
  });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    if (/Content Security|Refused to/.test(message.text())) problems.push(message.text());
  });
  return { context, page, problems };
}

/** axe-core finds nothing serious. */
export async function accessible(page: Page, where: string): Promise<void> {
  await page.evaluate(axe);
  // What is fading in has no contrast yet.
  await page.evaluate(async () => {
    const moving = document.getAnimations().filter((one) => one.effect?.getTiming().iterations !== Infinity);
    await Promise.allSettled(moving.map((one) => one.finished));
  });
  const found = await page.evaluate(async () => {
    const run = (globalThis as unknown as { axe: { run: () => Promise<{ violations: Violation[] }> } }).axe
      .run;
    interface Violation {
      id: string;
      impact: string;
      nodes: { html: string }[];
    }
    const { violations } = await run();
    return violations
      .filter((one) => one.impact === 'serious' || one.impact === 'critical')
      .map((one) => `${one.id}: ${one.nodes.map((node) => node.html.slice(0, 120)).join(' | ')}`);
  });
  expect(found, where).toEqual([]);
}

/** Where a picture of the screen goes: to look at, never compared. */
export function shot(name: string): string {
  const folder = process.env['YINGKE_SHOTS'] ?? join(tmpdir(), 'yingke-shots');
  mkdirSync(folder, { recursive: true });
  return join(folder, `${name}.png`);
}
