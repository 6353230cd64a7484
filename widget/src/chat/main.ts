/** The hosted chat page `/c/<key>`: the same app, as wide as the window. `?lang=en` chooses the language. */
import { start } from '../app/start'
import { textFor } from '../text/text'

const key = decodeURIComponent(location.pathname.split('/').filter(Boolean).at(-1) ?? '')
const language = new URLSearchParams(location.search).get('lang') ?? undefined
const text = textFor([language, ...navigator.languages])

document.documentElement.lang = text.language
document.title = text.header.chat
start({ origin: location.origin, key, language, layout: 'page' })
