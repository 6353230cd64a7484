/** Staff are square: the first letter of the name. */
export function Avatar({ name }: { name: string }) {
  return (
    <span class="avatar" aria-hidden="true">
      {initial(name)}
    </span>
  )
}

/** The first letter as a reader sees it (not half of a surrogate pair). */
export const initial = (name: string | null | undefined) => Array.from(name?.trim() || '·')[0]?.toUpperCase()
