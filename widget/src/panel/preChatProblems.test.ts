import { expect, it } from 'vitest'
import { preChatProblems } from './preChatProblems'

it('names what is missing or malformed, and nothing else', () => {
  const fields = [
    { key: 'name', label: '', kind: 'text', required: true },
    { key: 'mail', label: '', kind: 'email', required: false },
  ] as const
  expect(preChatProblems(fields, { name: ' ' })).toEqual({ name: 'required' })
  expect(preChatProblems(fields, { name: '沈悦', mail: 'x' })).toEqual({ mail: 'email' })
  expect(preChatProblems(fields, { name: '沈悦', mail: 'a@b.cn' })).toEqual({})
})
