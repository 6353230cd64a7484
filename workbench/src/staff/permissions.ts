import type { Grant, Scope } from '@/api/types';

/**
 * The permissions the workbench asks about, in one place: what is not granted is not shown.
 * The server decides again at every request.
 */
export const NEEDS = {
  seeColleagues: 'conversation.read',
  reply: 'conversation.reply',
  note: 'conversation.note',
  assign: 'conversation.assign',
  end: 'conversation.end',
  tag: 'conversation.tag',
  editCustomer: 'customer.edit',
  search: 'search.use',
  agents: 'agent.manage',
  teams: 'team.manage',
  roles: 'role.manage',
  inboxes: 'inbox.manage',
  tags: 'tag.manage',
  workspace: 'workspace.manage',
  switches: 'switch.manage',
  audit: 'audit.read',
} as const;

export type Need = keyof typeof NEEDS;

const WIDTH: Record<Scope, number> = { own: 0, team: 1, inbox: 2, all: 3 };
export const SCOPES: readonly Scope[] = ['own', 'team', 'inbox', 'all'];

/** Grants unite: any grant of the permission that is at least as wide. */
export function allows(grants: readonly Grant[], need: Need, atLeast: Scope = 'own'): boolean {
  return grants.some((grant) => grant.permission === NEEDS[need] && WIDTH[grant.scope] >= WIDTH[atLeast]);
}
