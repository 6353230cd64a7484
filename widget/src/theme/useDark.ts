import { useEffect, useState } from 'preact/hooks'

/** Follows the system only where the inbox says `auto`. */
export function useDark(scheme: 'light' | 'dark' | 'auto'): boolean {
  const [query] = useState(() => matchMedia('(prefers-color-scheme: dark)'))
  const [system, setSystem] = useState(query.matches)
  useEffect(() => {
    const follow = () => setSystem(query.matches)
    query.addEventListener('change', follow)
    return () => query.removeEventListener('change', follow)
  }, [query])
  return scheme === 'auto' ? system : scheme === 'dark'
}
