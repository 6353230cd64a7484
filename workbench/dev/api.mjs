import { randomUUID } from 'node:crypto';

const iso = () => new Date().toISOString();
const page = (items) => ({ items, nextCursor: null });

/** The answers of the fake API. `emit` writes an event to the log and pushes it. */
export function makeApi(world, emit) {
  const me = () => ({ kind: 'agent', id: world.me.id, name: world.me.name });
  const refuse = (status, code, field) => ({
    status,
    problem: { type: 'about:blank', title: code, status, code, ...(field ? { field } : {}) },
  });
  const row = (id) => world.rows.get(id);

  function change(id, part, kind, extra = {}) {
    const next = { ...row(id), ...part, version: row(id).version + 1 };
    world.rows.set(id, next);
    emit(kind, { actor: me(), conversation: next, ...extra });
    return { conversation: next };
  }
  function message(id, part) {
    const list = world.messages.get(id);
    const one = {
      id: randomUUID(),
      conversationId: id,
      consultationId: row(id).consultationId,
      seq: world.seq + 1,
      position: list.length + 1,
      at: iso(),
      direction: 'outbound',
      kind: 'text',
      author: me(),
      clientId: null,
      text: '',
      attachments: [],
      delivery: 'sent',
      event: null,
      ...part,
    };
    list.push(one);
    return one;
  }
  const line = (id, what, to, reason) =>
    message(id, {
      direction: 'internal',
      kind: 'event',
      delivery: null,
      event: { what, by: me(), to, reason },
    });

  function customerSays(id, text) {
    const held = row(id);
    const one = message(id, {
      direction: 'inbound',
      author: { kind: 'customer', id: held.customerId, name: held.customerName },
      text,
      delivery: null,
    });
    change(
      id,
      {
        inboundCount: held.inboundCount + 1,
        lastText: text,
        lastAt: iso(),
        lastDirection: 'inbound',
        lastKind: 'text',
        waitingSince: held.waitingSince ?? iso(),
        status: held.status === 'snoozed' ? 'open' : held.status,
      },
      'message.received',
      { actor: one.author, message: one },
    );
  }
  function reply(id, body) {
    if (row(id).status === 'ended') return refuse(409, 'consultation_ended');
    const known = world.messages.get(id).find((one) => one.clientId === body.clientId);
    if (known) return known;
    const attachments = (body.attachmentIds ?? []).map((file) => world.files.get(file));
    const kind =
      attachments.length === 0 ? 'text' : attachments[0].mediaType.startsWith('image/') ? 'image' : 'file';
    const one = message(id, { clientId: body.clientId, text: body.text, attachments, kind });
    change(
      id,
      { lastText: body.text, lastAt: iso(), lastDirection: 'outbound', lastKind: kind, waitingSince: null },
      'message.sent',
      { message: one },
    );
    setTimeout(() => {
      const seen = { ...one, delivery: 'read' };
      world.messages.get(id).splice(world.messages.get(id).indexOf(one), 1, seen);
      change(id, { customerReadSeq: world.seq }, 'message.changed', { message: seen });
    }, 1500);
    return one;
  }
  function note(id, body) {
    const one = message(id, {
      clientId: body.clientId,
      text: body.text,
      direction: 'internal',
      kind: 'note',
      delivery: null,
    });
    change(id, {}, 'note.added', { message: one });
    return one;
  }
  function assign(id, { agentId, teamId }) {
    const agent = world.agents.find((one) => one.id === agentId);
    if (agent?.status === 'offline') return refuse(409, 'agent_offline');
    const team = world.teams.find((one) => one.id === teamId);
    const to = agent
      ? { kind: 'agent', id: agent.id, name: agent.name }
      : { kind: 'team', id: team.id, name: team.name };
    const part = agent
      ? { agentId: agent.id, agentName: agent.name, teamId: null, status: 'open' }
      : { agentId: null, agentName: null, teamId: team.id, status: 'queued' };
    return change(id, part, 'consultation.assigned', {
      message: line(id, 'assigned', to, null),
      reason: null,
    });
  }
  function search(q) {
    const words = q.toLowerCase().split(/\s+/).filter(Boolean);
    const hits = [];
    for (const list of world.messages.values())
      for (const one of list) {
        const text = one.text.toLowerCase();
        if (!text || !words.every((word) => text.includes(word))) continue;
        hits.push({
          message: one,
          conversation: row(one.conversationId),
          highlights: words.map((word) => [text.indexOf(word), text.indexOf(word) + word.length]),
        });
      }
    return page(hits.sort((a, b) => (a.message.at < b.message.at ? 1 : -1)).slice(0, 20));
  }
  function messages(id, query) {
    const before = Number(query.get('before') ?? Infinity);
    const list = world.messages.get(id).filter((one) => one.seq < before);
    return { items: list.slice(-50), more: list.length > 50, seq: world.seq };
  }
  function rows(query) {
    const all = [...world.rows.values()];
    const tab = query.get('tab');
    const served = (one) => ['open', 'offered', 'snoozed'].includes(one.status);
    if (query.get('status') === 'ended')
      return page(all.filter((one) => one.status === 'ended' && one.agentId === world.me.id));
    if (tab === 'colleagues')
      return page(all.filter((one) => served(one) && one.agentId && one.agentId !== world.me.id));
    return page(all);
  }
  /** Lists with POST, PATCH and DELETE. */
  const LISTS = {
    agents: 'agents',
    teams: 'teams',
    roles: 'roles',
    inboxes: 'inboxes',
    tags: 'tags',
    invitations: 'invitations',
  };
  function lists(method, noun, id, body) {
    const list = world[noun];
    if (method === 'GET')
      return id ? (list.find((one) => one.id === id) ?? refuse(404, 'not_found')) : page(list);
    emit('settings.changed', { actor: me(), what: noun });
    if (method === 'DELETE') {
      world[noun] = list.filter((one) => one.id !== id);
      return undefined;
    }
    if (method === 'PATCH') {
      const at = list.findIndex((one) => one.id === id);
      list[at] = { ...list[at], ...body, version: (list[at].version ?? 1) + 1 };
      return list[at];
    }
    if (body.name && list.some((one) => one.name === body.name)) return refuse(409, 'name_taken', 'name');
    const made = { id: randomUUID(), builtIn: false, ...body };
    if (noun === 'invitations')
      Object.assign(made, {
        link: `https://desk.example/invite#${randomUUID()}`,
        expiresAt: new Date(Date.now() + 72 * 3.6e6).toISOString(),
      });
    if (noun === 'inboxes')
      Object.assign(made, {
        ...structuredClone(world.inboxes[0]),
        id: made.id,
        name: body.name,
        key: `yk_${made.id.slice(0, 8)}`,
      });
    list.push(made);
    return made;
  }

  function conversation(method, id, act, body, query) {
    if (!row(id)) return refuse(404, 'not_found');
    if (!act)
      return { conversation: row(id), customer: world.customers.get(row(id).customerId), seq: world.seq };
    switch (act) {
      case 'messages':
        return method === 'GET' ? messages(id, query) : reply(id, body);
      case 'notes':
        return note(id, body);
      case 'end':
        return change(
          id,
          { status: 'ended', endedAt: iso(), endedBy: 'agent', waitingSince: null },
          'consultation.ended',
          { message: line(id, 'ended', null, 'agent'), reason: 'agent' },
        );
      case 'reopen':
        return change(
          id,
          { status: 'open', endedAt: null, endedBy: null, agentId: world.me.id, agentName: world.me.name },
          'consultation.reopened',
          { message: line(id, 'reopened', null, null) },
        );
      case 'snooze':
        return change(id, { status: 'snoozed', snoozedUntil: body.until }, 'consultation.snoozed', {
          message: line(id, 'snoozed', null, null),
        });
      case 'assign':
        return assign(id, body);
      case 'tags':
        return change(id, { tags: body.tagIds }, 'conversation.tagged');
      case 'read':
        world.reads[id] = body.count;
        return change(id, {}, 'conversation.read', { read: { agent: world.me.id, count: body.count } });
    }
  }

  function answer(method, path, body, query) {
    const [noun, id, act] = path.split('/');
    if (noun === 'setup') {
      if (method === 'GET')
        return world.fresh ? { needed: true, languages: ['zh-CN', 'en'] } : refuse(404, 'setup_done');
      if (body.password.length < 12) return refuse(422, 'weak_password', 'password');
      world.signedIn = true;
      return {
        workspaceId: world.workspace.id,
        inboxId: world.inboxes[0].id,
        inboxKey: world.inboxes[0].key,
      };
    }
    if (path === 'sign-in') {
      if (method === 'DELETE') return void (world.signedIn = false);
      if (body.password === 'wrong') return refuse(401, 'sign_in_refused');
      world.signedIn = true;
      return { result: 'ok' };
    }
    if (path === 'invitations/accept') return void (world.signedIn = true);
    if (!world.signedIn) return refuse(401, 'not_signed_in');
    if (world.failing) return refuse(503, world.failing);
    if (path === 'me' && method === 'PATCH') Object.assign(world.me, body);
    if (path === 'me')
      return {
        agent: { ...world.me, statusReason: world.me.reason ?? null, language: null, theme: null },
        workspace: world.workspace,
        permissions: world.grants ?? world.permissions.map((permission) => ({ permission, scope: 'all' })),
        switches: Object.keys(world.switches).filter((key) => world.switches[key]),
      };
    if (path === 'me/status') {
      Object.assign(world.me, body, { reason: body.reason ?? null });
      return void emit('agent.status', {
        actor: me(),
        agent: { id: world.me.id, status: body.status, reason: body.reason ?? null },
      });
    }
    if (noun === 'me' && id === 'sign-ins') {
      if (method === 'DELETE') world.signIns = world.signIns.filter((one) => one.id !== act);
      return page(world.signIns);
    }
    if (noun === 'conversations') return id ? conversation(method, id, act, body, query) : rows(query);
    if (noun === 'customers') {
      const customer = world.customers.get(id);
      if (act) return page(world.past.get(id));
      if (method === 'PATCH') {
        Object.assign(customer, body, { version: customer.version + 1 });
        emit('customer.changed', { actor: me(), customer });
      }
      return customer;
    }
    if (noun === 'search') return search(query.get('q') ?? '');
    if (noun === 'permissions')
      return page(
        world.permissions.map((permission) => ({
          permission,
          scopes: /^(conversation|customer)/.test(permission) ? ['own', 'team', 'inbox', 'all'] : ['all'],
        })),
      );
    if (noun === 'audit') return page(world.audit);
    if (noun === 'workspace' || noun === 'switches')
      return method === 'PATCH' ? Object.assign(world[noun], body) : world[noun];
    if (LISTS[noun]) return lists(method, noun, id, body);
    return refuse(404, 'not_found');
  }
  return { answer, customerSays };
}
