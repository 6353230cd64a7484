import { describe, expect, it } from 'vitest'
import { allowsFiles, readableSize, refuses } from './limits'

const limits = { maxBytes: 1000, mediaTypes: ['image/*', 'application/pdf'] }
const file = { name: 'a.png', type: 'image/png', size: 10 }

describe('limits', () => {
  it.each([
    [file, 0, null],
    [{ ...file, size: 1000 }, 0, null],
    [{ ...file, size: 1001 }, 0, 'tooLarge'],
    [{ ...file, size: 0 }, 0, 'empty'],
    [{ ...file, type: 'application/pdf' }, 0, null],
    [{ ...file, type: 'application/zip' }, 0, 'wrongType'],
    [{ ...file, type: 'imagex/png' }, 0, 'wrongType'],
    [{ ...file, type: '' }, 0, null],
    [file, 10, 'tooMany'],
  ])('%j with %i already: %s', (candidate, already, refusal) => {
    expect(refuses(limits, candidate, already)).toBe(refusal)
  })
  it('knows when there are none', () => {
    expect(allowsFiles({ maxBytes: 0, mediaTypes: ['*/*'] })).toBe(false)
    expect(allowsFiles({ maxBytes: 1, mediaTypes: [] })).toBe(false)
  })
  it('writes sizes', () => {
    expect(readableSize(48_213, 'en')).toBe('47 kB')
    expect(readableSize(10 * 1024 * 1024, 'en')).toBe('10 MB')
  })
})
