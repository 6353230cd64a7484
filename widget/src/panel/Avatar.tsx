import { Icon } from '../app/Icon'
import type { VisitorMessage } from '../frames'

/** Staff are square: the first letter of the name; bots their sign. */
export function Avatar({ from, name }: Pick<VisitorMessage, 'from' | 'name'>) {
  return (
    <span class="avatar" aria-hidden="true">
      {from === 'bot' ? <Icon name="bot" size={14} /> : initial(name)}
    </span>
  )
}

/** The first letter as a reader sees it (not half of a surrogate pair). */
export const initial = (name: string | null | undefined) => Array.from(name?.trim() || '·')[0]?.toUpperCase()
