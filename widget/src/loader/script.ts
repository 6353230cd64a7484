import type { Options } from '../app/options'

/** The tag that runs us; found by its address where the browser does not say (modules, some tag managers). */
export function findScript(page: Document): HTMLScriptElement | null {
  const current = page.currentScript
  if (current instanceof HTMLScriptElement && current.src) return current
  return page.querySelector<HTMLScriptElement>('script[src*="/widget.js"]')
}

/** The app comes from where the loader came from. */
export function readOptions(script: { src: string; dataset: DOMStringMap }): Options {
  const { key = '', language, position, direction } = script.dataset
  return { origin: new URL(script.src).origin, key, language, position, direction }
}
