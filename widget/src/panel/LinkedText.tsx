import { links } from '../text/links'

export function LinkedText({ text }: { text: string }) {
  return (
    <>
      {links(text).map((piece) =>
        piece.href ? (
          <a href={piece.href} target="_blank" rel="noopener noreferrer nofollow">
            {piece.text}
          </a>
        ) : (
          piece.text
        ),
      )}
    </>
  )
}
