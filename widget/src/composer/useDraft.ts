import { useEffect, useRef, useState } from 'preact/hooks'
import type { Keep } from '../storage/keep'

const SETTLES = 400

/** The unsent text: survives closing, reloading and leaving. `kept` once the latest of it is safe. */
export function useDraft(keep: Keep) {
  const [draft, setDraft] = useState(() => keep.get<string>('draft') ?? '')
  const [kept, setKept] = useState(false)
  const latest = useRef(draft)

  const store = () => (latest.current ? keep.set('draft', latest.current) : keep.remove('draft'))

  useEffect(() => {
    const timer = setTimeout(() => {
      store()
      setKept(!!latest.current)
    }, SETTLES)
    return () => clearTimeout(timer)
  }, [draft])

  useEffect(() => {
    addEventListener('pagehide', store)
    return () => {
      store()
      removeEventListener('pagehide', store)
    }
  }, [])

  function change(next: string) {
    latest.current = next
    setKept(false)
    setDraft(next)
  }
  return { draft, kept: kept && !!draft, change }
}
