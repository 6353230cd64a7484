import { en } from './en'
import { zhCN } from './zh-CN'

/** Everything the visitor reads, in one language. Sentences with a value in them are functions. */
export interface Text {
  language: string
  direction: 'ltr' | 'rtl'
  launcher: { open: string; close: string; unread: (count: number) => string; dismiss: string }
  header: {
    chat: string
    serving: (name: string) => string
    connecting: string
    open: string
    closed: string
    menu: string
    end: string
  }
  bar: { reconnecting: string; offline: string; unknown: string }
  notice: {
    closed: string
    nextOpen: (at: string) => string
    queued: string
    queuedHint: string
    ended: string
  }
  log: {
    label: string
    today: string
    yesterday: string
    earlier: string
    /** A colleague joined whoever serves. */
    joined: (name: string) => string
    latest: string
    you: string
    team: string
    typing: (name: string) => string
    loading: string
    image: (name: string) => string
    opensInNewTab: string
  }
  mark: Record<'sending' | 'uploading' | 'sent' | 'read' | 'failed', string>
  retry: string
  discard: string
  /** By the code of the refusal; `other` for codes we do not know. */
  refusal: Record<string, string> & { other: string }
  /** By the code of what stands in the way; it goes out by itself later. */
  held: Record<string, string> & { other: string }
  composer: {
    label: string
    placeholder: string
    closed: string
    ended: string
    send: string
    attach: string
    emoji: string
    draftKept: string
    enterHint: string
    drop: string
    remove: (name: string) => string
  }
  file: {
    tooLarge: (name: string, limit: string) => string
    wrongType: (name: string) => string
    empty: (name: string) => string
    tooMany: (most: number) => string
  }
  preChat: { title: string; hint: string; start: string; required: string; email: string; optional: string }
}

const languages = [zhCN, en]

/** The first wanted language we have, by its main part; English otherwise. */
export function textFor(wanted: readonly (string | null | undefined)[]): Text {
  for (const tag of wanted) {
    const main = tag?.toLowerCase().split(/[-_]/)[0]
    const found = languages.find((text) => main && text.language.toLowerCase().split('-')[0] === main)
    if (found) return found
  }
  return en
}
