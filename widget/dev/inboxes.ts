import type { Inbox } from '../src/api/desk'

const fileTypes = ['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'application/pdf']

const zh: Inbox = {
  name: '山野集客服',
  company: '山野集',
  greeting: '你好，欢迎来到山野集。尺码、物流、退换都可以问我们。',
  theme: { color: '#1B7F5C', position: 'right' },
  preChat: { enabled: false, fields: [] },
  hours: { open: true, notice: null, nextOpenAt: null },
  attachments: { maxBytes: 10 * 1024 * 1024, mediaTypes: fileTypes },
  language: 'zh-CN',
}

const en: Inbox = {
  ...zh,
  name: 'Northlight support',
  company: 'Northlight',
  greeting:
    'Hi! Ask us anything about sizes, delivery or returns. https://northlight.example/help has the basics.',
  language: 'en',
}

const fields: Inbox['preChat']['fields'] = [
  { key: 'name', label: '称呼', kind: 'text', required: true },
  { key: 'phone', label: '手机号', kind: 'phone', required: false },
  { key: 'email', label: '邮箱', kind: 'email', required: false },
]

const nextOpenAt = '2026-11-23T01:00:00.000Z'

/** The key decides what the inbox is like; unknown keys are refused. */
export const inboxes: Record<string, Inbox> = {
  demo: zh,
  quiet: zh,
  english: en,
  dark: { ...zh, theme: { ...zh.theme, scheme: 'auto' } },
  'dark-english': { ...en, theme: { ...zh.theme, scheme: 'auto' } },
  'pre-chat': { ...zh, preChat: { enabled: true, fields } },
  closed: {
    ...zh,
    hours: { open: false, notice: null, nextOpenAt },
  },
  yellow: { ...zh, theme: { color: '#FFC53D', position: 'left' } },
  tiny: { ...zh, attachments: { maxBytes: 2000, mediaTypes: ['image/*'] } },
  'no-socket': zh,
}
