import { mount } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it } from 'vitest';
import { textPlugin } from '@/i18n';
import { MAIL_POLICY, mailDocument, mailHeight, mailLinks } from './mail-frame';
import MailView from './MailView.vue';

beforeEach(() => setActivePinia(createPinia()));
const mail = { subject: 'Hi', html: '<p>Hi</p><a href="https://shop.example/1">order</a>' };

describe('the document of a mail', () => {
  it('says before anything else that nothing is fetched and nothing runs', () => {
    const page = mailDocument('<p>Hi</p>');
    expect(MAIL_POLICY).toContain("default-src 'none'");
    expect(MAIL_POLICY).not.toMatch(/script-src|https?:|\*/);
    expect(page.indexOf(MAIL_POLICY)).toBeLessThan(page.indexOf('<p>Hi</p>'));
    expect(page).toContain('<base target="_blank">');
  });

  it.each([
    '<script>alert(1)</script>',
    '<SCRIPT src=//x></SCRIPT>',
    '<scr<script></script>ipt>alert(1)</script>',
    '<iframe srcdoc="<script>1</script>"></iframe>',
    '<meta http-equiv="refresh" content="0;url=https://x.example">',
    '<base href="https://x.example/" target="_self">',
    '<form action="https://x.example"><input name="password"></form>',
    '<object data="x"></object><embed src="x">',
    '<link rel="stylesheet" href="https://x.example/a.css">',
  ])('keeps none of %s', (html) => {
    const body = mailDocument(html).split('<body>')[1] ?? '';
    expect(body).not.toMatch(/<\s*\/?\s*(script|iframe|meta|base|form|object|embed|link)\b/i);
  });
});

it('is shown in a frame that may nothing', () => {
  const page = mount(MailView, {
    props: { mail, text: 'Hi', outbound: false },
    global: { plugins: [textPlugin] },
  });
  const frame = page.get('iframe');
  expect(frame.attributes('sandbox')).toBe('');
  expect(frame.attributes('src')).toBeUndefined();
  expect(frame.attributes('srcdoc')).toContain(MAIL_POLICY);
  expect(frame.attributes('referrerpolicy')).toBe('no-referrer');
  expect(frame.attributes('title')).toBeTruthy();
});

it('lists where links really lead, and only web links', () => {
  const html = `<a href="https://a.example/x">https://bank.example</a><a href="javascript:alert(1)">x</a>
    <a href="https://a.example/x">again</a><a href="mailto:a@b.example">mail</a>`;
  expect(mailLinks(html)).toEqual([{ text: 'https://bank.example', url: 'https://a.example/x' }]);
});

it('is tall enough for a short mail and never a page long', () => {
  expect(mailHeight('Hi')).toBe(120);
  expect(mailHeight('line\n'.repeat(500))).toBe(420);
});
