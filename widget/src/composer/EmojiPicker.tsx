import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { emoji } from './emoji'

export interface EmojiPickerProps {
  label: string
  pick(emoji: string): void
  close(): void
}

const COLUMNS = 8

/** One tab stop; arrows move, Enter picks, Esc closes. Screen readers know the signs by name. */
export function EmojiPicker({ label, pick, close }: EmojiPickerProps) {
  const grid = useRef<HTMLDivElement>(null)
  const [at, setAt] = useState(0)

  useLayoutEffect(() => {
    grid.current?.querySelectorAll('button')[at]?.focus()
  }, [at])

  function keyDown(event: KeyboardEvent) {
    const ahead = getComputedStyle(event.currentTarget as Element).direction === 'rtl' ? -1 : 1
    const moves: Record<string, number> = {
      ArrowRight: ahead,
      ArrowLeft: -ahead,
      ArrowDown: COLUMNS,
      ArrowUp: -COLUMNS,
    }
    const move = moves[event.key]
    if (event.key === 'Escape') {
      event.stopPropagation()
      close()
    } else if (move) {
      event.preventDefault()
      setAt(Math.max(0, Math.min(emoji.length - 1, at + move)))
    }
  }

  return (
    <div
      ref={grid}
      class="emoji"
      role="group"
      aria-label={label}
      onKeyDown={keyDown}
      onFocusOut={(event) => {
        const next = event.relatedTarget as Node | null
        if (next && !event.currentTarget.contains(next)) close()
      }}
    >
      {emoji.map((sign, index) => (
        <button key={sign} type="button" tabIndex={index === at ? 0 : -1} onClick={() => pick(sign)}>
          {sign}
        </button>
      ))}
    </div>
  )
}
