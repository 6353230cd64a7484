import { describe, expect, it } from 'vitest';
import { qrCode, qrFile } from './qr-code';

const address = 'https://desk.example/c/2jQp0VtYw8';
const code = qrCode(address);
const dark = new Set([...code.path.matchAll(/M(\d+) (\d+)h1/g)].map(([, x, y]) => `${x},${y}`));
const at = (x: number, y: number) => dark.has(`${x},${y}`);

describe('the QR code', () => {
  it('has its three finder patterns inside four modules of white', () => {
    const inner = code.size - 8;
    expect((inner - 17) % 4, 'a size of the standard').toBe(0);
    const far = 4 + inner - 7;
    for (const [x, y] of [
      [4, 4],
      [far, 4],
      [4, far],
    ] as const) {
      for (let n = 0; n < 7; n++) expect([at(x + n, y), at(x, y + n)]).toEqual([true, true]);
      expect([at(x + 1, y + 1), at(x + 3, y + 3)]).toEqual([false, true]);
    }
    for (let n = 0; n < code.size; n++) expect([at(n, 3), at(3, n)]).toEqual([false, false]);
  });

  it('is another one for another address, and the same for the same', () => {
    expect(qrCode(`${address}x`).path).not.toBe(code.path);
    expect(qrCode(address)).toEqual(code);
  });

  it('becomes a file that stands alone', () => {
    const file = qrFile(code);
    const svg = new DOMParser().parseFromString(file, 'image/svg+xml').documentElement;
    expect(svg.tagName).toBe('svg');
    expect(svg.getAttribute('viewBox')).toBe(`0 0 ${code.size} ${code.size}`);
  });
});
