/** What the loader or the hosted page tells the app. Part of the loader's contract: only ever grows. */
export interface Options {
  /** The installation, e.g. `https://desk.example`. */
  origin: string
  key: string
  language?: string | undefined
  position?: string | undefined
  direction?: string | undefined
  /** `page`: the hosted chat page, no launcher. */
  layout?: 'widget' | 'page' | undefined
}

/** `window.yingke('open')` and the like, in the order they were called. */
export type Command = [name: string, ...args: unknown[]]
