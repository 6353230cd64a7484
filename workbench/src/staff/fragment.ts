import { useRoute, useRouter } from 'vue-router';

/**
 * The secret after `#` of a set-up or invitation link. It never reaches a server log, and it is
 * taken out of the address bar (through the router, which would write it back otherwise).
 */
export function takeFragment(): string {
  const route = useRoute();
  const router = useRouter();
  const token = decodeURIComponent(route.hash.slice(1));
  if (token) void router.replace({ path: route.path, query: route.query, hash: '' });
  return token;
}
