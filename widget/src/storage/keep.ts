/** What outlives the page. localStorage may be full, blocked or absent: then it lives as long as the page does. */

export interface Keep {
  get<T>(name: string): T | null
  set(name: string, value: unknown): void
  remove(name: string): void
  /** Names that start so. */
  names(prefix: string): string[]
}

export interface Backing {
  readonly length: number
  key(at: number): string | null
  getItem(name: string): string | null
  setItem(name: string, value: string): void
  removeItem(name: string): void
}

export function createKeep(inboxKey: string, backing: Backing | null): Keep {
  const prefix = `yingke:${inboxKey}:`
  const memory = new Map<string, string>()

  const read = (name: string): string | null => {
    const held = memory.get(name)
    if (held !== undefined) return held
    try {
      return backing?.getItem(prefix + name) ?? null
    } catch {
      return null
    }
  }

  return {
    get<T>(name: string): T | null {
      try {
        const text = read(name)
        return text === null ? null : (JSON.parse(text) as T)
      } catch {
        return null
      }
    },
    set(name, value) {
      const text = JSON.stringify(value)
      memory.delete(name)
      try {
        if (!backing) throw new Error('no storage')
        backing.setItem(prefix + name, text)
      } catch {
        memory.set(name, text)
      }
    },
    remove(name) {
      memory.delete(name)
      try {
        backing?.removeItem(prefix + name)
      } catch {
        // Blocked storage holds nothing of ours.
      }
    },
    names(start) {
      const found = new Set([...memory.keys()].filter((name) => name.startsWith(start)))
      try {
        for (let at = 0; backing && at < backing.length; at++) {
          const name = backing.key(at) ?? ''
          if (name.startsWith(prefix + start)) found.add(name.slice(prefix.length))
        }
      } catch {
        // As above.
      }
      return [...found]
    },
  }
}

/** The browser's own, or null where even asking for it throws (sandboxed frames, blocked cookies). */
export function browserStorage(kind: 'localStorage' | 'sessionStorage'): Backing | null {
  try {
    return window[kind]
  } catch {
    return null
  }
}
