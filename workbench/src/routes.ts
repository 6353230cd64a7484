import { createRouter, createWebHistory, type Router, type RouteRecordRaw } from 'vue-router';
import { onSignedOut } from './api/client';
import ConversationsPage from './conversation/ConversationsPage.vue';
import DeskShell from './shell/DeskShell.vue';
import type { Need } from './staff/permissions';
import { useSession } from './staff/session';

declare module 'vue-router' {
  interface RouteMeta {
    /** Shown without a sign-in. */
    public?: boolean;
    need?: Need;
  }
}

const settings: RouteRecordRaw[] = [
  { path: '', component: () => import('./settings/SettingsHome.vue') },
  { path: 'profile', component: () => import('./staff/ProfilePage.vue') },
  { path: 'sign-ins', component: () => import('./staff/SignInsPage.vue') },
  { path: 'workspace', meta: { need: 'workspace' }, component: () => import('./settings/WorkspacePage.vue') },
  { path: 'switches', meta: { need: 'workspace' }, component: () => import('./settings/SwitchesPage.vue') },
  { path: 'agents', meta: { need: 'people' }, component: () => import('./staff/AgentsPage.vue') },
  { path: 'teams', meta: { need: 'teams' }, component: () => import('./staff/TeamsPage.vue') },
  { path: 'roles', meta: { need: 'roles' }, component: () => import('./staff/RolesPage.vue') },
  { path: 'skills', meta: { need: 'routing' }, component: () => import('./routing/SkillsPage.vue') },
  { path: 'routing', meta: { need: 'routing' }, component: () => import('./routing/RoutingPage.vue') },
  { path: 'inboxes', meta: { need: 'inboxes' }, component: () => import('./inbox/InboxesPage.vue') },
  {
    path: 'inboxes/add',
    meta: { need: 'inboxes' },
    component: () => import('./channel/ChannelGallery.vue'),
  },
  {
    path: 'inboxes/add/website',
    meta: { need: 'inboxes' },
    component: () => import('./inbox/WebsitePage.vue'),
  },
  // One record for both: the page stays when what was filled in becomes an app.
  {
    path: 'inboxes/add/:kind(channel|app)/:which',
    meta: { need: 'inboxes' },
    component: () => import('./channel/ConnectPage.vue'),
  },
  {
    path: 'inboxes/consent',
    meta: { need: 'inboxes' },
    component: () => import('./channel/ConsentPage.vue'),
  },
  {
    path: 'undelivered',
    meta: { need: 'inboxes' },
    component: () => import('./delivery/DeadLettersPage.vue'),
  },
  { path: 'inboxes/:inbox', meta: { need: 'inboxes' }, component: () => import('./inbox/InboxPage.vue') },
  { path: 'tags', meta: { need: 'tags' }, component: () => import('./settings/TagsPage.vue') },
  { path: 'audit', meta: { need: 'audit' }, component: () => import('./settings/AuditPage.vue') },
];

const routes: RouteRecordRaw[] = [
  { path: '/setup', meta: { public: true }, component: () => import('./staff/SetupPage.vue') },
  { path: '/sign-in', meta: { public: true }, component: () => import('./staff/SignInPage.vue') },
  { path: '/invite', meta: { public: true }, component: () => import('./staff/InvitePage.vue') },
  { path: '/welcome', component: () => import('./staff/WelcomePage.vue') },
  {
    path: '/',
    component: DeskShell,
    children: [
      { path: '', redirect: '/conversations' },
      { path: 'conversations/:id?', name: 'conversations', component: ConversationsPage },
      { path: 'search', meta: { need: 'search' }, component: () => import('./search/SearchPage.vue') },
      { path: 'me', component: () => import('./shell/MePage.vue') },
      { path: 'settings', component: () => import('./settings/SettingsLayout.vue'), children: settings },
    ],
  },
  { path: '/:rest(.*)', redirect: '/conversations' },
];

export function makeRouter(): Router {
  const router = createRouter({ history: createWebHistory(), routes });
  const signIn = (next: string) => ({ path: '/sign-in', query: next === '/conversations' ? {} : { next } });

  router.beforeEach(async (to) => {
    if (to.meta.public) return true;
    const session = useSession();
    if (!session.me && !(await session.load())) return signIn(to.fullPath);
    const { need } = to.meta;
    // A page whose function is switched off says so itself (GatedView).
    return !need || session.may(need) || session.off(need) ? true : '/conversations';
  });
  onSignedOut(() => {
    const here = router.currentRoute.value;
    const next = useSession().leaving ? '/conversations' : here.fullPath;
    if (!here.meta.public && here.matched.length > 0) void router.push(signIn(next));
  });
  return router;
}
