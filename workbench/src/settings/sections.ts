import {
  Building2,
  GraduationCap,
  Inbox,
  KeyRound,
  MailWarning,
  MonitorSmartphone,
  Route,
  ScrollText,
  Tags,
  ToggleRight,
  UserRound,
  UsersRound,
} from '@lucide/vue';
import type { Component } from 'vue';
import type { TextKey } from '@/i18n';
import type { Need } from '@/staff/permissions';

interface SettingsPage {
  path: string;
  label: TextKey;
  icon: Component;
  need?: Need;
}
interface Group {
  label: TextKey;
  pages: SettingsPage[];
}

const GROUPS: Group[] = [
  {
    label: 'settings.groupMe',
    pages: [
      { path: '/settings/profile', label: 'settings.profile', icon: UserRound },
      { path: '/settings/sign-ins', label: 'settings.signIns', icon: MonitorSmartphone },
    ],
  },
  {
    label: 'settings.groupWorkspace',
    pages: [
      { path: '/settings/workspace', label: 'settings.workspace', icon: Building2, need: 'workspace' },
      { path: '/settings/switches', label: 'settings.switches', icon: ToggleRight, need: 'workspace' },
    ],
  },
  {
    label: 'settings.groupStaff',
    pages: [
      { path: '/settings/agents', label: 'settings.agents', icon: UserRound, need: 'people' },
      { path: '/settings/teams', label: 'settings.teams', icon: UsersRound, need: 'teams' },
      { path: '/settings/roles', label: 'settings.roles', icon: KeyRound, need: 'roles' },
      { path: '/settings/skills', label: 'settings.skills', icon: GraduationCap, need: 'routing' },
      { path: '/settings/routing', label: 'settings.routing', icon: Route, need: 'routing' },
    ],
  },
  {
    label: 'settings.groupConversations',
    pages: [
      { path: '/settings/inboxes', label: 'settings.inboxes', icon: Inbox, need: 'inboxes' },
      { path: '/settings/undelivered', label: 'settings.undelivered', icon: MailWarning, need: 'inboxes' },
      { path: '/settings/tags', label: 'settings.tags', icon: Tags, need: 'tags' },
    ],
  },
  {
    label: 'settings.groupSecurity',
    pages: [{ path: '/settings/audit', label: 'settings.audit', icon: ScrollText, need: 'audit' }],
  },
];

/** The pages somebody may open; groups without any are left out. */
export function sections(session: { may: (need: Need) => boolean }): Group[] {
  return GROUPS.map((group) => ({
    ...group,
    pages: group.pages.filter((page) => !page.need || session.may(page.need)),
  })).filter((group) => group.pages.length > 0);
}
