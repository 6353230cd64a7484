import { defineConfig } from 'vitest/config'

const server = process.env['YINGKE_SERVER'] ?? 'http://127.0.0.1:7788'

// The app, its lazy chunks and the two pages. The loader is built apart (vite.loader.config.ts):
// it is a classic script under a stable name and needs the app's hashed name, which is known only afterwards.
export default defineConfig({
  base: '/widget/',
  appType: 'mpa',
  server: {
    host: '127.0.0.1',
    port: 7789,
    proxy: { '/api': { target: server, ws: true }, '/widget.js': server },
  },
  build: {
    target: 'es2020',
    // Older targets would rewrite the logical properties by language, which breaks `dir`.
    cssTarget: ['chrome111', 'firefox113', 'safari16.4'],
    manifest: true,
    modulePreload: false,
    assetsDir: '',
    rolldownOptions: {
      input: { app: 'src/app/start.ts', chat: 'chat.html', try: 'try.html' },
      preserveEntrySignatures: 'allow-extension',
      output: { entryFileNames: '[name]-[hash].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
  test: { include: ['src/**/*.test.ts'], environment: 'node' },
})
