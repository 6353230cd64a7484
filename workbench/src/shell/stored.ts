/** Small values kept in this browser. Storage may be full or forbidden: then they live until reload. */
export function readStored<T>(key: string, otherwise: T): T {
  try {
    const text = localStorage.getItem(key);
    return text === null ? otherwise : (JSON.parse(text) as T);
  } catch {
    return otherwise;
  }
}

export function writeStored(key: string, value: unknown): void {
  try {
    if (value === undefined) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // Nothing to do: the value stays in memory.
  }
}

/**
 * Many values of one kind, each under its own key, so that two tabs never write over each other's; apart for each
 * agent, because a browser may be shared.
 */
export function storedShelf<T>(kind: string) {
  const prefix = (agent: string) => `yingke.${kind}.${agent}.`;
  const ids = (agent: string): string[] => {
    try {
      const keys = Array.from({ length: localStorage.length }, (_, at) => localStorage.key(at) ?? '');
      return keys
        .filter((key) => key.startsWith(prefix(agent)))
        .map((key) => key.slice(prefix(agent).length));
    } catch {
      return [];
    }
  };
  /** Without a value it is taken away. */
  const write = (agent: string, id: string, value?: T) => {
    if (agent) writeStored(prefix(agent) + id, value);
  };
  return {
    write,
    read: (agent: string): Record<string, T> =>
      Object.fromEntries(
        ids(agent).flatMap((id) => {
          const value = readStored<T | null>(prefix(agent) + id, null);
          return value === null ? [] : [[id, value]];
        }),
      ),
    clear: (agent: string) => ids(agent).forEach((id) => write(agent, id)),
    /** Which of the agent's values another tab changed, if it is one of these. */
    changed: (agent: string, event: StorageEvent): string | null =>
      agent && event.key?.startsWith(prefix(agent)) ? event.key.slice(prefix(agent).length) : null,
    one: (agent: string, id: string): T | null => readStored<T | null>(prefix(agent) + id, null),
  };
}
