import type { Grant, Permission, Scope, Switch } from '@/api/types';

interface Asked {
  /** Any of these. */
  permission?: Permission | readonly Permission[];
  on?: Switch;
}

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
  setStatus: { permission: 'agents.set_status' },
  /** The list of agents, by whoever has something to do there. */
  people: { permission: ['agents.manage', 'agents.set_status'] },
  /** To see and choose a team: everybody may. */
  useTeams: { on: 'teams' },
  useTags: { on: 'tags' },
  useFiles: { on: 'attachments' },
  teams: { permission: 'teams.manage', on: 'teams' },
  roles: { permission: 'roles.manage' },
  ownRoles: { permission: 'roles.manage', on: 'customRoles' },
  inboxes: { permission: 'inboxes.manage' },
  tags: { permission: 'tags.manage', on: 'tags' },
  routing: { permission: 'routing.manage' },
  workspace: { permission: 'workspace.manage' },
  audit: { permission: 'audit.read' },
} as const satisfies Record<string, Asked>;

export type Need = keyof typeof NEEDS;

const WIDTH: Record<Scope, number> = { own: 0, team: 1, inbox: 2, all: 3 };
export const SCOPES: readonly Scope[] = ['own', 'team', 'inbox', 'all'];

/** The function behind `need` when the workspace has it switched off. */
export function switchedOff({ switches }: { switches: readonly string[] }, need: Need): Switch | null {
  const { on }: Asked = NEEDS[need];
  return on && !switches.includes(on) ? on : null;
}

/** Grants unite: any grant of the permission that is at least as wide. */
export function allows(
  me: { permissions: readonly Grant[]; switches: readonly string[] },
  need: Need,
  atLeast: Scope = 'own',
): boolean {
  const { permission }: Asked = NEEDS[need];
  if (switchedOff(me, need)) return false;
  if (!permission) return true;
  const any: readonly Permission[] = typeof permission === 'string' ? [permission] : permission;
  return me.permissions.some(
    (grant) => any.includes(grant.permission) && WIDTH[grant.scope] >= WIDTH[atLeast],
  );
}
