import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DARK, LIGHT, type Tokens } from './theme';

const css = readFileSync('src/shell/styles/tokens.css', 'utf8');
const [light = '', dark = ''] = css.split("[data-theme='dark']");

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5]
    .map((at) => parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}
function contrast(a: string, b: string): number {
  const [x, y] = [luminance(a), luminance(b)].sort((p, q) => q - p);
  return (x! + 0.05) / (y! + 0.05);
}

describe.each([
  ['light', LIGHT, light],
  ['dark', DARK, dark],
] as [string, Tokens, string][])('theme %s', (_, tokens, text) => {
  it('has the colours of tokens.css', () => {
    for (const [name, value] of Object.entries(tokens)) expect(text).toContain(`--${name}: ${value};`);
  });

  it('reads well: 4.5 to 1 for text', () => {
    const inks = [tokens.strong, tokens.text, tokens.muted, tokens['accent-text'], tokens['late-text']];
    for (const ink of inks) expect(contrast(ink, tokens.panel)).toBeGreaterThanOrEqual(4.5);
    for (const ink of [tokens.strong, tokens.text])
      expect(contrast(ink, tokens.page)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(tokens['on-accent'], tokens.accent)).toBeGreaterThanOrEqual(4.5);
  });
});
