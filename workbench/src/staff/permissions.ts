import type { Grant, Permission, Scope, Switch } from '@/api/types';

/**
 * What the workbench asks about, in one place: the permission (staff/src/permission.rs) and the function switch
 * (staff/src/switch.rs) behind each act. What is not granted or switched off is not shown; the server decides again
 * at every request.
 */
const NEEDS = {
  read: { permission: 'conversations.read' },
  search: { permission: 'conversations.read', on: 'search' },
  reply: { permission: 'conversations.reply' },
  attach: { permission: 'conversations.reply', on: 'attachments' },
  note: { permission: 'conversations.note', on: 'notes' },
  assign: { permission: 'conversations.assign' },
  end: { permission: 'conversations.end' },
  snooze: { permission: 'conversations.end', on: 'snooze' },
  tag: { permission: 'conversations.tag', on: 'tags' },
  editCustomer: { permission: 'customers.edit' },
  agents: { permission: 'agents.manage' },
  teams: { permission: 'teams.manage', on: 'teams' },
  roles: { permission: 'roles.manage' },
  ownRoles: { permission: 'roles.manage', on: 'customRoles' },
  inboxes: { permission: 'inboxes.manage' },
  tags: { permission: 'tags.manage', on: 'tags' },
  workspace: { permission: 'workspace.manage' },
  audit: { permission: 'audit.read' },
} as const satisfies Record<string, { permission: Permission; on?: Switch }>;

export type Need = keyof typeof NEEDS;

const WIDTH: Record<Scope, number> = { own: 0, team: 1, inbox: 2, all: 3 };
export const SCOPES: readonly Scope[] = ['own', 'team', 'inbox', 'all'];

/** Grants unite: any grant of the permission that is at least as wide. */
export function allows(
  { permissions, switches }: { permissions: readonly Grant[]; switches: readonly string[] },
  need: Need,
  atLeast: Scope = 'own',
): boolean {
  const asked: { permission: Permission; on?: Switch } = NEEDS[need];
  if (asked.on && !switches.includes(asked.on)) return false;
  return permissions.some(
    (grant) => grant.permission === asked.permission && WIDTH[grant.scope] >= WIDTH[atLeast],
  );
}
