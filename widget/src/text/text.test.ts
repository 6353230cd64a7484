import { describe, expect, it } from 'vitest'
import { en } from './en'
import { links } from './links'
import { textFor } from './text'
import { clock, dayName, moment } from './time'
import { zhCN } from './zh-CN'

describe('language', () => {
  it.each([
    [['zh-Hans-CN', 'en'], zhCN],
    [['zh_TW'], zhCN],
    [[null, 'fr', 'en-GB'], en],
    [['ar'], en],
    [[], en],
  ])('%j', (wanted, text) => expect(textFor(wanted)).toBe(text))

  it('has the same refusals in both', () => {
    expect(Object.keys(zhCN.refusal)).toEqual(Object.keys(en.refusal))
    expect(Object.keys(zhCN.held)).toEqual(Object.keys(en.held))
  })
})

describe('time', () => {
  const now = new Date(2026, 10, 22, 10)
  const at = (day: number, year = 2026) => new Date(year, 10, day, 9, 5).toISOString()
  it('names days', () => {
    expect(dayName(at(22), now, zhCN)).toBe('今天')
    expect(dayName(at(21), now, en)).toBe('Yesterday')
    expect(dayName(at(3), now, zhCN)).toBe('11月3日')
    expect(dayName(at(3, 2025), now, en)).toBe('November 3, 2025')
  })
  it('says when we are back', () => {
    expect(moment(at(22), now, zhCN)).toBe('今天 09:05')
    expect(moment(at(23), now, en)).toBe('Monday 09:05')
  })
  it('writes the clock', () => expect(clock(at(22), 'en')).toBe('09:05'))
})

describe('links', () => {
  it('finds web addresses and leaves the rest as text', () => {
    expect(links('看 https://a.example/b?c=1。谢谢')).toEqual([
      { text: '看 ' },
      { text: 'https://a.example/b?c=1', href: 'https://a.example/b?c=1' },
      { text: '。谢谢' },
    ])
    expect(links('(http://a.example).')).toEqual([
      { text: '(' },
      { text: 'http://a.example', href: 'http://a.example/' },
      { text: ').' },
    ])
  })
  it('never links other schemes or markup', () => {
    for (const text of ['javascript:alert(1)', 'data:text/html,x', '<a href="x">', 'https://']) {
      expect(links(text)).toEqual([{ text }])
    }
  })
})
