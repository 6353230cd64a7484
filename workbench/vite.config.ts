import { fileURLToPath, URL } from 'node:url';
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vitest/config';

const server = process.env.YINGKE_SERVER ?? 'http://127.0.0.1:7788';

export default defineConfig({
  plugins: [vue()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  define: { __VUE_I18N_LEGACY_API__: 'false', __INTLIFY_PROD_DEVTOOLS__: 'false' },
  server: {
    port: 7789,
    proxy: { '/api': { target: server, ws: true }, '/c/': server, '/try/': server, '/widget': server },
  },
  build: {
    outDir: 'dist',
    target: 'es2022',
    // The server's CSP allows no inline script; the polyfill would be the only one.
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
  },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.ts'],
    // A dialog takes seconds to mount beside a build on a small machine; nothing here measures time.
    testTimeout: 30_000,
    // Naive UI ships ESM that imports CSS-in-JS helpers without file endings.
    server: { deps: { inline: ['naive-ui', 'vueuc', 'date-fns'] } },
  },
});
