import { describe, expect, it } from 'vitest'
import { contrast, palette, parseColor } from './contrast'

const ratio = (a: string, b: string) => contrast(parseColor(a)!, parseColor(b)!)
const steps = [0, 51, 102, 153, 204, 255]
const colors = steps.flatMap((r) =>
  steps.flatMap((g) =>
    steps.map((b) => `#${[r, g, b].map((part) => part.toString(16).padStart(2, '0')).join('')}`),
  ),
)

describe('palette', () => {
  it('keeps every text readable for any colour, light and dark', () => {
    for (const color of colors) {
      for (const dark of [false, true]) {
        const made = palette(color, dark)
        expect(ratio(made.accent, made.onAccent), `${color} on`).toBeGreaterThanOrEqual(4.5)
        expect(ratio(made.accentText, made.accentSoft), `${color} soft`).toBeGreaterThanOrEqual(4.5)
        expect(ratio(made.accentText, dark ? '#17191c' : '#ffffff'), color).toBeGreaterThanOrEqual(4.5)
      }
    }
  })
  it('leaves a colour that reads as it is', () => {
    expect(palette('#1B7F5C', false)).toMatchObject({ accent: '#1b7f5c', onAccent: '#ffffff' })
    expect(palette('#FFD400', false)).toMatchObject({ accent: '#ffd400', onAccent: '#08150f' })
  })
  it('falls back to our own for what is no colour', () => {
    for (const wrong of [null, '', 'red', '#12', 'url(x)', '#12345g']) {
      expect(palette(wrong, false).accent).toBe('#1b7f5c')
    }
  })
})
