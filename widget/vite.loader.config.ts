import { readFileSync } from 'node:fs'
import { defineConfig } from 'vite'

const manifest = JSON.parse(readFileSync('dist/.vite/manifest.json', 'utf8')) as Record<
  string,
  { file: string }
>
const app = manifest['src/app/start.ts']
if (!app) throw new Error('dist/.vite/manifest.json does not name src/app/start.ts')

// The loader: one classic script, stable name, no imports, knows the app by its hashed name.
export default defineConfig({
  define: { __APP_PATH__: JSON.stringify(`/widget/${app.file}`) },
  build: {
    target: 'es2020',
    emptyOutDir: false,
    copyPublicDir: false,
    lib: {
      entry: 'src/loader/main.ts',
      formats: ['iife'],
      name: 'yingkeLoader',
      fileName: () => 'widget.js',
    },
  },
})
