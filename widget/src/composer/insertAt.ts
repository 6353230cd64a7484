/** Text with a piece put over the selection, and where the caret then stands. */
export function insertAt(text: string, piece: string, start: number, end: number): [string, number] {
  return [text.slice(0, start) + piece + text.slice(end), start + piece.length]
}
