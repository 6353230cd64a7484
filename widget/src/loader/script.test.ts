import { expect, it } from 'vitest'
import { readOptions } from './script'

it('reads the tag and takes the app from the same origin', () => {
  const dataset = { key: 'k', language: 'en', position: 'left' }
  expect(readOptions({ src: 'https://desk.example:8443/widget.js?v=1', dataset })).toMatchObject({
    origin: 'https://desk.example:8443',
    ...dataset,
  })
  expect(readOptions({ src: 'https://desk.example/widget.js', dataset: {} }).key).toBe('')
})
