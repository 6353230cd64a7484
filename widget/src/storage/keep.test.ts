import { describe, expect, it } from 'vitest'
import { createKeep, type Backing } from './keep'

function backing(over: Partial<Backing> = {}): Backing {
  const map = new Map<string, string>()
  return {
    get length() {
      return map.size
    },
    key: (at) => [...map.keys()][at] ?? null,
    getItem: (name) => map.get(name) ?? null,
    setItem: (name, value) => void map.set(name, value),
    removeItem: (name) => void map.delete(name),
    ...over,
  }
}

describe('keep', () => {
  it('keeps per inbox', () => {
    const shared = backing()
    createKeep('a', shared).set('draft', 'hello')
    expect(createKeep('a', shared).get('draft')).toBe('hello')
    expect(createKeep('b', shared).get('draft')).toBeNull()
  })
  it('lists and removes names', () => {
    const keep = createKeep('a', backing())
    keep.set('out:1', 1)
    keep.set('out:2', 2)
    keep.set('token', 't')
    keep.remove('out:1')
    expect(keep.names('out:')).toEqual(['out:2'])
  })
  it.each([
    null,
    backing({
      setItem: () => {
        throw new Error('full')
      },
    }),
  ])('falls back to memory', (storage) => {
    const keep = createKeep('a', storage)
    keep.set('out:1', { text: 'x' })
    expect(keep.get('out:1')).toEqual({ text: 'x' })
    expect(keep.names('out:')).toEqual(['out:1'])
  })
  it('reads damaged entries as absent', () => {
    const shared = backing()
    shared.setItem('yingke:a:token', '{')
    expect(createKeep('a', shared).get('token')).toBeNull()
  })
})
