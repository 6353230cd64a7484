export interface Store<Model> {
  get(): Model
  set(patch: Partial<Model>): void
  subscribe(listener: (model: Model, before: Model) => void): () => void
}

export function createStore<Model extends object>(initial: Model): Store<Model> {
  let model = initial
  const listeners = new Set<(model: Model, before: Model) => void>()
  return {
    get: () => model,
    set(patch) {
      const before = model
      model = { ...model, ...patch }
      for (const listener of listeners) listener(model, before)
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
