import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import en from './en';
import { OUR_FAULT } from './problem-text';
import zh from './zh-CN';

type Tree = { [key: string]: string | Tree };

function leaves(tree: Tree, before = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string'
      ? [[before + key, value] as [string, string]]
      : leaves(value, `${before}${key}.`),
  );
}
const chinese = leaves(zh as unknown as Tree);
const english = new Map(leaves(en as unknown as Tree));
const source = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.(vue|ts)$/.test(path) && !path.startsWith('i18n/') && !path.includes('.test.'))
  .concat('i18n/problem-text.ts')
  .map((path) => readFileSync(`src/${path}`, 'utf8'))
  .join('\n');
const params = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();

describe('texts', () => {
  it('have the same keys in both languages', () => {
    expect([...english.keys()].sort()).toEqual(chinese.map(([key]) => key).sort());
  });

  it('cover what the server says', () => {
    const keys = (file: string, line: RegExp) =>
      [...readFileSync(`../${file}`, 'utf8').matchAll(line)].map((found) => found[1] ?? '');
    // Answers that only the widget or a socket is given.
    const elsewhere = [
      'malformed_frame',
      'token_refused',
      'ticket_refused',
      'identity_refused',
      'inbox_unknown',
      'timer_stale',
      'link_refused',
      'range_wrong',
      'web_socket_expected',
    ];
    const codes = keys('desk/server/src/api/problem.rs', /^ {4}\w+ = "(\w+)", [A-Z_]+,/gm);
    const permissions = keys('staff/src/permission.rs', /^ {4}\w+ = "([\w.]+)",/gm);
    const switches = keys('staff/src/switch.rs', /^ {4}\w+ = "(\w+)", (?:true|false);/gm);
    const wanted = [
      ...codes
        .filter((code) => !elsewhere.includes(code) && !OUR_FAULT.includes(code))
        .map((code) => `errors.${code}`),
      ...permissions.map((key) => `permissions.${key.replaceAll('.', '_')}`),
      ...switches.flatMap((key) => [`switches.${key}`, `switches.${key}Hint`]),
    ];
    for (const found of [codes, permissions, switches]) expect(found.length).toBeGreaterThan(5);
    expect(wanted.filter((key) => !english.has(key))).toEqual([]);
  });

  it('take the same parameters and are never empty', () => {
    for (const [key, text] of chinese) {
      const other = english.get(key) ?? '';
      expect([key, params(other)]).toEqual([key, params(text)]);
      expect(text.trim(), key).not.toBe('');
      expect(other.trim(), key).not.toBe('');
    }
  });

  it('are all used', () => {
    const unused = chinese
      .map(([key]) => key)
      .filter((key) => {
        const parts = key.split('.');
        // Computed keys are written as `prefix.${…}`.
        const computed = parts
          .slice(1)
          .some((_, at) => source.includes(`\`${parts.slice(0, at + 1).join('.')}.\${`));
        return !computed && !source.includes(`'${key}'`);
      });
    expect(unused).toEqual([]);
  });

  it('are Chinese in Chinese and free of it in English', () => {
    for (const [key, text] of english) expect(/\p{Script=Han}/u.test(text), key).toBe(false);
    const plain = chinese.filter(([, text]) => !/\p{Script=Han}/u.test(text)).map(([key]) => key);
    // Names that Chinese writes in Latin letters too, and marks between them.
    expect(plain.sort()).toEqual([
      'common.saidBy',
      'common.then',
      'files.office',
      'files.pdf',
      'priority.vip',
    ]);
  });
});
