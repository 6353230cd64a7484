/** Colours derived from the inbox's one colour so that text on and beside it keeps 4.5:1. Pure. WCAG 2.2, 1.4.3. */

type Rgb = [number, number, number]

const WHITE: Rgb = [255, 255, 255]
const INK: Rgb = [8, 21, 15]
const READABLE = 4.5
export const FALLBACK = '#1B7F5C'

export function parseColor(text: string | null | undefined): Rgb | null {
  const hex = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(text ?? '')?.[1]
  if (!hex) return null
  const full = hex.length === 3 ? hex.replace(/./g, '$&$&') : hex
  return [0, 2, 4].map((at) => parseInt(full.slice(at, at + 2), 16)) as Rgb
}

const toHex = (color: Rgb) => `#${color.map((part) => part.toString(16).padStart(2, '0')).join('')}`

function luminance(color: Rgb): number {
  const [r, g, b] = color.map((part) => {
    const share = part / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  }) as Rgb
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

export function contrast(a: Rgb, b: Rgb): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number]
  return (high + 0.05) / (low + 0.05)
}

/** `share` of `to` in `from`. */
function mix(from: Rgb, to: Rgb, share: number): Rgb {
  return from.map((part, at) => Math.round(part + ((to[at] ?? 0) - part) * share)) as Rgb
}

/** Moves a colour towards another in small steps until it reads on every ground. */
function untilReadable(color: Rgb, towards: Rgb, grounds: Rgb[]): Rgb {
  for (let share = 0; share < 1; share += 0.04) {
    const candidate = mix(color, towards, share)
    if (grounds.every((ground) => contrast(candidate, ground) >= READABLE)) return candidate
  }
  return towards
}

export interface Palette {
  accent: string
  accentHover: string
  onAccent: string
  /** The accent as text on the panel and on `accentSoft`. */
  accentText: string
  accentSoft: string
  accentLine: string
}

export function palette(color: string | null | undefined, dark: boolean): Palette {
  const chosen = parseColor(color) ?? (parseColor(FALLBACK) as Rgb)
  const panel: Rgb = dark ? [23, 25, 28] : WHITE
  const whiteReads = contrast(chosen, WHITE) >= READABLE
  const inkReads = contrast(chosen, INK) >= READABLE
  const on = whiteReads || !inkReads ? WHITE : INK
  const accent = untilReadable(chosen, [0, 0, 0], [on])
  const soft = mix(panel, accent, dark ? 0.18 : 0.1)
  return {
    accent: toHex(accent),
    accentHover: toHex(mix(accent, on === WHITE ? [0, 0, 0] : WHITE, 0.14)),
    onAccent: toHex(on),
    accentText: toHex(untilReadable(accent, dark ? WHITE : [0, 0, 0], [soft, panel])),
    accentSoft: toHex(soft),
    accentLine: toHex(mix(panel, accent, dark ? 0.4 : 0.32)),
  }
}
