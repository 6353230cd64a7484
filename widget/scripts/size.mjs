// Prints the gzipped size of the loader and of everything loaded before the first message; fails above budget.
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const KB = 1024
const dist = new URL('../dist/', import.meta.url)
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8'))
const gzipped = (file) => gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length

/** The entry and everything it imports statically (lazy chunks are not loaded before the first message). */
function reached(key, seen = new Set()) {
  const chunk = manifest[key]
  if (!chunk || seen.has(key)) return []
  seen.add(key)
  return [chunk.file, ...(chunk.css ?? []), ...(chunk.imports ?? []).flatMap((next) => reached(next, seen))]
}

const loader = gzipped('widget.js')
const app = reached('src/app/start.ts').reduce((sum, file) => sum + gzipped(file), 0)
const lazy = Object.values(manifest)
  .filter((chunk) => chunk.isDynamicEntry)
  .map((chunk) => `${chunk.file} ${(gzipped(chunk.file) / KB).toFixed(2)} KB`)

const value = [loader, loader + app].map((bytes) => Number((bytes / KB).toFixed(2)))
const goal = [3, 30]
console.log(JSON.stringify({ figure: 'widget', value, unit: 'KB gzipped', goal, detail: { lazy } }))
if (value.some((size, at) => size > goal[at])) {
  console.error(`over budget: ${value.join(', ')} KB, goal ${goal.join(', ')} KB`)
  process.exit(1)
}
