/** A browser on the fake server, for shots and for trying things. */
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { chromium } from 'playwright-core';

export const OUT = process.env.SHOTS ?? '/tmp/workbench-shots';
mkdirSync(OUT, { recursive: true });
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export async function serve(language, port, env = {}) {
  const script = new URL('./server.mjs', import.meta.url).pathname;
  const child = spawn(process.execPath, [script, language, String(port)], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise((resolve) => child.stdout.once('data', resolve));
  const base = `http://127.0.0.1:${port}`;
  const play = async (what, body = {}) =>
    (await fetch(`${base}/dev/${what}`, { method: 'POST', body: JSON.stringify(body) })).json();
  return { base, play, stop: () => child.kill() };
}

export const launch = () => chromium.launch({ executablePath: '/usr/bin/chromium', args: FLAGS });

export async function open(browser, base, { language = 'zh-CN', theme = 'light', small = false } = {}) {
  const context = await browser.newContext({
    viewport: small ? { width: 390, height: 844 } : { width: 1440, height: 900 },
    locale: language,
    timezoneId: 'Asia/Shanghai',
    hasTouch: small,
  });
  await context.addInitScript(
    ([l, t]) => {
      if (!localStorage.getItem('yingke.preferences'))
        localStorage.setItem(
          'yingke.preferences',
          JSON.stringify({ theme: t, language: l, enterSends: true }),
        );
    },
    [language, theme],
  );
  const page = await context.newPage();
  const problems = [];
  page.on(
    'console',
    (message) => ['error', 'warning'].includes(message.type()) && problems.push(message.text()),
  );
  page.on('pageerror', (error) => problems.push(String(error)));
  return { page, problems, go: (path) => page.goto(base + path, { waitUntil: 'load' }) };
}
