/** White or ink on the inbox's colour, by the rule of widget/src/theme/contrast.ts (WCAG 2.2, 1.4.3). */
const WHITE = 1;
const INK = luminance('#08150f');
const READABLE = 4.5;

function luminance(color: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const share = parseInt(color.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: number, b: number): number {
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

export function onAccent(color: string): string {
  const ground = luminance(color);
  const inkOnly = contrast(ground, WHITE) < READABLE && contrast(ground, INK) >= READABLE;
  return inkOnly ? '#08150f' : '#ffffff';
}
