/** The app's one export: puts the widget into the page, in a shadow tree, and answers `window.yingke(…)`. */
import { h, render } from 'preact'
import { browserStorage, createKeep } from '../storage/keep'
import { attachStyle } from '../style/style'
import { textFor } from '../text/text'
import { App } from './App'
import { createCommands } from './commands'
import type { Command, Options } from './options'
import { createVisit } from './visit'
import { watchPage } from './watchPage'

export function start(options: Options): (command: Command) => void {
  const host = document.createElement('div')
  host.id = 'yingke'
  const root = host.attachShadow({ mode: 'open' })
  attachStyle(root)

  const text = textFor([options.language, ...navigator.languages])
  const keep = createKeep(options.key, browserStorage('localStorage'))
  const tab = createKeep(options.key, browserStorage('sessionStorage'))
  const visit = createVisit({ origin: options.origin, inboxKey: options.key, text, keep })

  /** An open panel stays open on the shop's next page. */
  function setOpen(open: boolean) {
    tab.set('open', open)
    visit.store.set({ open })
  }
  if (options.layout === 'page' || tab.get('open')) visit.store.set({ open: true })

  const run = createCommands(visit, { open: () => setOpen(true), close: () => setOpen(false) })
  // Keys typed here are ours: the shop's shortcuts must not fire.
  for (const type of ['keydown', 'keyup', 'keypress'])
    host.addEventListener(type, (event) => event.stopPropagation())
  // In the page first: what is not has no measures, and the field of the chat page measures itself.
  document.body.append(host)
  render(h(App, { visit, options, setOpen }), root)
  watchPage(visit)
  void visit.enter()
  return run
}
