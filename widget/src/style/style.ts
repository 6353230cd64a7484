import base from './base.css?inline'
import composer from './composer.css?inline'
import launcher from './launcher.css?inline'
import log from './log.css?inline'
import page from './page.css?inline'
import panel from './panel.css?inline'

const css = base + launcher + panel + log + composer + page

/** Constructed sheets are exempt from the host page's CSP; older browsers get an element. */
export function attachStyle(root: ShadowRoot): void {
  try {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(css)
    root.adoptedStyleSheets = [sheet]
  } catch {
    const element = document.createElement('style')
    element.textContent = css
    root.append(element)
  }
}
