export interface Piece {
  text: string
  href?: string
}

// Linear: one class, no nesting. Ends before white space, quotes, brackets and full-width punctuation.
const ADDRESS = /https?:\/\/[^\s<>"'，。；：！？、（）《》「」【】“”‘’]+/gi
const TRAILING = '.,;:!?)]}'

function withoutTrailing(address: string): string {
  let end = address.length
  while (TRAILING.includes(address.charAt(end - 1))) end--
  return address.slice(0, end)
}

/** The absolute address, if it is http or https; null for everything else. */
export function webAddress(address: string, base?: string): string | null {
  try {
    const { href, protocol } = new URL(address, base)
    return /^https?:$/.test(protocol) ? href : null
  } catch {
    return null
  }
}

/** Text cut into plain pieces and web addresses. Nothing but http and https becomes a link. */
export function links(text: string): Piece[] {
  const pieces: Piece[] = []
  let end = 0
  for (const found of text.matchAll(ADDRESS)) {
    const address = withoutTrailing(found[0])
    const href = webAddress(address)
    if (!href) continue
    if (found.index > end) pieces.push({ text: text.slice(end, found.index) })
    pieces.push({ text: address, href })
    end = found.index + address.length
  }
  if (end < text.length || pieces.length === 0) pieces.push({ text: text.slice(end) })
  return pieces
}
