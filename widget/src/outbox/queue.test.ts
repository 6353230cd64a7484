import { describe, expect, it } from 'vitest'
import { adopt, change, hold, isTold, next, outcomeOf, uploaded, without, type Outgoing } from './queue'

function outgoing(clientId: string, over: Partial<Outgoing> = {}): Outgoing {
  return {
    clientId,
    at: `2026-11-22T09:00:0${clientId}.000Z`,
    text: clientId,
    files: [],
    refusal: null,
    ...over,
  }
}
const file = { localId: 'f', name: 'a.png', mediaType: 'image/png', size: 3, attachment: null }
const attachment = { id: 'x', name: 'a.png', mediaType: 'image/png', size: 3, url: '/x' }

describe('outbox', () => {
  it('sends the oldest first and skips what was refused', () => {
    const box = [outgoing('1', { refusal: { code: 'too_long', again: false } }), outgoing('2'), outgoing('3')]
    expect(next(box)?.clientId).toBe('2')
    expect(next([])).toBeNull()
  })
  it('lets text pass an upload, and sends the upload when it is done', () => {
    const box = [outgoing('1', { files: [file] }), outgoing('2')]
    expect(next(box)?.clientId).toBe('2')
    expect(next(uploaded(box, 'f', attachment))?.clientId).toBe('1')
  })
  it('keeps the client id through refusal and retry', () => {
    const refused = change([outgoing('1')], '1', { refusal: { code: 'x', again: true } })
    expect(next(refused)).toBeNull()
    expect(next(change(refused, '1', { refusal: null }))).toEqual(outgoing('1'))
  })
  it('loses only what was confirmed', () => {
    expect(without([outgoing('1'), outgoing('2')], new Set(['1']))).toEqual([outgoing('2')])
  })
  it('adopts what an earlier page left, each once, in order', () => {
    const box = adopt([outgoing('2')], [outgoing('3'), outgoing('1'), outgoing('2')])
    expect(box.map((entry) => entry.clientId)).toEqual(['1', '2', '3'])
  })
})

describe('what nothing gets through for', () => {
  it('is held with everything behind it, goes on being tried, and is let go together', () => {
    const box = hold([outgoing('1'), outgoing('2', { refusal: { code: 'x', again: true } })], 'disk_full')
    expect(box.map((entry) => entry.held)).toEqual(['disk_full', undefined])
    expect(next(box)?.clientId).toBe('1')
    expect(hold(box, 'disk_full')[0], 'unchanged entries stay the same').toBe(box[0])
    expect(hold(box, null)[0]?.held).toBeNull()
  })
  it.each([
    ['disk_full', 1, true],
    ['files_away', 1, true],
    ['unreachable', 2, false],
    ['unreachable', 3, true],
  ])('%s after %i failures is told: %s', (code, failures, told) => {
    expect(isTold(code, failures)).toBe(told)
  })
})

describe('outcome', () => {
  it.each([0, 401, 429, 500, 503, 507])('%i is temporary', (status) => {
    expect(outcomeOf(status, '', null).result).toBe('later')
  })
  it.each([400, 403, 404, 409, 413, 422])('%i is a refusal', (status) => {
    expect(outcomeOf(status, 'code', null)).toMatchObject({ result: 'refused', refusal: { code: 'code' } })
  })
})
