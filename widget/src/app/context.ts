import { createContext } from 'preact'
import { useContext, useEffect, useState } from 'preact/hooks'
import type { Model } from './model'
import type { Visit } from './visit'

export interface Shell {
  visit: Visit
  layout: 'widget' | 'page'
  close(): void
}

export const ShellContext = createContext<Shell | null>(null)

export function useShell(): Shell {
  const shell = useContext(ShellContext)
  if (!shell) throw new Error('used outside the shell')
  return shell
}

export function useModel(visit: Visit): Model {
  const [model, setModel] = useState(visit.store.get())
  useEffect(() => {
    setModel(visit.store.get())
    return visit.store.subscribe(setModel)
  }, [visit])
  return model
}
