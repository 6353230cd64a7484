/** The loader: reads its own tag, takes `window.yingke(…)` calls, and brings the app when the page has loaded. */
import type { Command, Options } from '../app/options'
import { findScript, readOptions } from './script'

declare const __APP_PATH__: string

interface Yingke {
  (...command: Command): void
  q?: ArrayLike<unknown>[]
  loaded?: boolean
}

interface App {
  start(options: Options): (command: Command) => void
}

const host = window as unknown as { yingke?: Yingke }

function whenIdle(run: () => void) {
  const soon = () =>
    'requestIdleCallback' in window ? requestIdleCallback(run, { timeout: 2000 }) : setTimeout(run)
  if (document.readyState === 'complete') soon()
  else addEventListener('load', soon, { once: true })
}

/**
 * Fetched first, and again until it comes: browsers remember a failed import for the life of the page, and under another
 * address the lazy chunks would bring a second app. The import then finds it in the cache.
 */
async function bring(url: string, attempt = 0): Promise<App> {
  try {
    const { ok, status } = await fetch(url, { credentials: 'omit' })
    if (!ok) throw new Error(`${status} ${url}`)
  } catch (error) {
    if (attempt >= 6) throw error
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 1000 * 2 ** attempt))
    return bring(url, attempt + 1)
  }
  return (await import(/* @vite-ignore */ url)) as App
}

function load(script: HTMLScriptElement) {
  const queue = Array.from(host.yingke?.q ?? [], (call) => Array.from(call) as Command)
  let run: ((command: Command) => void) | null = null
  let options = readOptions(script)

  function begin() {
    const given = options
    if (!given.key) return
    whenIdle(() =>
      bring(given.origin + __APP_PATH__).then(
        (app) => {
          run = app.start(given)
          queue.splice(0).forEach(run)
        },
        (error: unknown) => console.error('yingke: the widget could not be loaded', error),
      ),
    )
  }

  /** `yingke('init', { key })` for pages that cannot put attributes on the tag. */
  function init(more: unknown) {
    if (options.key) return
    options = { ...options, ...(more as Partial<Options>), origin: options.origin }
    begin()
  }

  const yingke: Yingke = (...command) => {
    if (command[0] === 'init') init(command[1])
    else if (run) run(command)
    else queue.push(command)
  }
  yingke.loaded = true
  host.yingke = yingke
  begin()
  for (const command of queue.splice(0)) yingke(...command)
}

const script = findScript(document)
if (script && !host.yingke?.loaded) load(script)
