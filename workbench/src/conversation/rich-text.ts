/** Text in pieces: plain, web links, @mentions. Never HTML. */
export type Piece = { kind: 'text' | 'link' | 'mention'; text: string };

const FOUND = /(https?:\/\/[^\s<>"'，。；、！？）】》]+)|(?<![\p{L}\p{N}.])(@[\p{L}\p{N}_-]{1,32})/gu;

export function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(FOUND)) {
    const [whole, link] = match;
    if (match.index > from) found.push({ kind: 'text', text: text.slice(from, match.index) });
    // A full stop after a link is the sentence's.
    const shown = link ? whole.replace(/[.,;:!?)]+$/, '') : whole;
    found.push({ kind: link ? 'link' : 'mention', text: shown });
    from = match.index + shown.length;
  }
  if (from < text.length) found.push({ kind: 'text', text: text.slice(from) });
  return found;
}
