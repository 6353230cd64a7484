/** Generated from openapi.json by `npm run generate` in workbench/; not edited by hand. */
export interface paths {
  '/api/v1/agents': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Lists the agents, closed seats too: their names stand in what they did. */
    get: operations['agentsList'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/agents/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    /**
     * Changes an agent. Nobody gives, takes or touches a right they lack, and one owner remains. Another role ends the
     *     agent's sign-ins; who changes their own goes on under a new cookie.
     */
    patch: operations['agentsUpdate'];
    trace?: never;
  };
  '/api/v1/agents/{id}/status': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /** Sets an agent's status, for example of somebody who forgot to. Everybody is told, and by whom. */
    put: operations['agentsSetStatus'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/apps': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Lists the apps in service, without their secrets. */
    get: operations['appsList'];
    put?: never;
    /**
     * Makes an app and an inbox of the same name behind it. Takes an `Idempotency-Key`. What we make for it is not in the
     *     answer, which is kept for a day: see `GET /api/v1/apps/{id}/made`.
     */
    post: operations['appsCreate'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/apps/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Shows an app, without its secrets. */
    get: operations['appsShow'];
    put?: never;
    post?: never;
    /**
     * Takes an app and the inboxes behind it out of service: nobody is heard or answered there any more, its secrets go, its
     *     conversations stay.
     */
    delete: operations['appsDelete'];
    options?: never;
    head?: never;
    /** Changes an app. With other settings it starts anew: its tokens are forgotten, and nobody knows yet how it is. */
    patch: operations['appsUpdate'];
    trace?: never;
  };
  '/api/v1/apps/{id}/connect': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Tries an app's credentials. A single account is put on the inbox that has none yet. */
    post: operations['appsConnect'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/apps/{id}/consent': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Where to go to grant an app access. Good for a quarter of an hour, for this sign-in, once. */
    post: operations['appsAskConsent'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/apps/{id}/consent/redeem': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Takes what came back with the person who agreed, and buys the app's tokens with it. */
    post: operations['appsRedeemConsent'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/apps/{id}/health': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Shows how an app and its inboxes do. */
    get: operations['appsHealth'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/apps/{id}/inboxes': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Makes an inbox for another account of the app. Takes an `Idempotency-Key`. */
    post: operations['appsMakeInbox'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/apps/{id}/made': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Shows what we made for an app. That somebody looked is recorded. */
    get: operations['appsMade'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/apps/{id}/payloads': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Lists what an app was sent whose problems are open, newest first, at most a hundred. */
    get: operations['appsPayloads'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/apps/{id}/templates': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Lists the approved messages of an app; none where the channel has no such thing. */
    get: operations['appsTemplates'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/apps/{id}/test': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Sends a short text at once, past the outbox. It stands in no conversation. */
    post: operations['appsSendTest'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/apps/{id}/try': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Tries a payload without taking it in. */
    post: operations['appsTryPayload'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/attachments': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Uploads a file. It waits an hour for the message that names it. */
    post: operations['attachmentsCreate'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/attachments/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The bytes of a file; pictures, sound and film to be shown, everything else to be saved. */
    get: operations['attachmentsShow'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/attachments/{id}/thumbnail': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The small picture of a file, where `thumbnail` says that it has one. */
    get: operations['attachmentsThumbnail'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/audit': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Reads the audit trail, newest first. Reading it is itself recorded. */
    get: operations['auditList'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/channels': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Lists the kinds of channel: what each asks for, what it carries, and what to do on the provider's side. Nothing of it
     *     is anybody's own.
     */
    get: operations['channelsList'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/conversations': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Lists conversations by last activity. */
    get: operations['conversationsList'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/conversations/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Shows a conversation. */
    get: operations['conversationsShow'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/conversations/{id}/accept': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Takes what is offered to oneself. */
    post: operations['conversationsAccept'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/conversations/{id}/assign': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Makes an agent or a team responsible. */
    post: operations['conversationsAssign'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/conversations/{id}/decisions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Lists who got a conversation by routing, and why: the newest first, the last fifty. */
    get: operations['conversationsDecisions'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/conversations/{id}/decline': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Does not take what is offered to oneself: it goes back into the queue, where it keeps its time, and not to oneself again. */
    post: operations['conversationsDecline'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/conversations/{id}/end': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Ends the running consultation. */
    post: operations['conversationsEnd'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/conversations/{id}/follow': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /** Follows the conversation from now on: whoever follows reads it and notes in it, whoever serves it, and is told of it. */
    put: operations['conversationsFollow'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/conversations/{id}/followers/{agentId}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /**
     * Ends somebody's following: one's own, or a colleague's where one may assign. Whoever saw it by that alone sees it no
     *     longer.
     */
    delete: operations['conversationsUnfollow'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/conversations/{id}/help': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Asks everybody who oversees the conversation for help, until somebody has seen to it or the consultation ends. */
    post: operations['conversationsAskHelp'];
    /** Marks the help that is asked for as seen to: by whoever oversees the conversation, serves it, or asked. */
    delete: operations['conversationsSeeToHelp'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/conversations/{id}/invited': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Invites a colleague until the session ends, they leave, or are sent away. */
    post: operations['conversationsInvite'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/conversations/{id}/invited/{agentId}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /** Leaves, or, where one may assign, sends a colleague away who was invited. */
    delete: operations['conversationsUninvite'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/conversations/{id}/messages': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Reads a thread, newest page first. */
    get: operations['conversationsMessages'];
    put?: never;
    /** Answers the customer. The same client id is one message. */
    post: operations['conversationsReply'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/conversations/{id}/messages/{seq}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /** Takes back what was said to the customer, here and on their side, while the channel lets us. */
    delete: operations['conversationsRecall'];
    options?: never;
    head?: never;
    /** Changes what was said to the customer, here and on their side, while the channel lets us. */
    patch: operations['conversationsEditMessage'];
    trace?: never;
  };
  '/api/v1/conversations/{id}/messages/{seq}/reaction': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /** Reacts to what the customer said; null takes the reaction away. */
    put: operations['conversationsReact'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/conversations/{id}/messages/{seq}/resend': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Sends again what did not arrive, under the same rules as any message. */
    post: operations['conversationsResend'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/conversations/{id}/notes': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Adds a note that never leaves the desk. The same client id is one note. Whom it names follows the conversation from
     *     then on: they may read it and note in it.
     */
    post: operations['conversationsAddNote'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/conversations/{id}/phone-tasks': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Has somebody call the customer: what to say and the number stand in a note, the conversation is theirs, and it comes
     *     back when it is time. The same client id is one task.
     */
    post: operations['conversationsPhoneTask'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/conversations/{id}/presence': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Shows whether the customer is there. From then on the live frames `presence` tell it. */
    get: operations['conversationsPresence'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/conversations/{id}/read': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /** Marks the conversation read up to the nth customer message; the customer sees it when the serving agent has read all. */
    put: operations['conversationsRead'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/conversations/{id}/reopen': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Reopens the last consultation within 48 hours after its end. */
    post: operations['conversationsReopen'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/conversations/{id}/snooze': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Hides the running consultation until a time, or until the customer writes. */
    post: operations['conversationsSnooze'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/conversations/{id}/tags': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /** Replaces the tags; the order given is the order shown. */
    put: operations['conversationsSetTags'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/conversations/{id}/ways': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Tells how the customer can be reached: in the conversation itself, or else by an approved message, an SMS, a mail or a
     *     call, each with the reason when it does not bear.
     */
    get: operations['conversationsWays'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/customers/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Shows a customer one of whose conversations one may see. */
    get: operations['customersShow'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    /** Changes a customer; everybody who sees one of their conversations is told. */
    patch: operations['customersUpdate'];
    trace?: never;
  };
  '/api/v1/customers/{id}/consultations': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Lists a customer's last 50 consultations, newest first, in the conversations one may see. */
    get: operations['customersConsultations'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/customers/{id}/conversations': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Writes to a customer first: begins a conversation with the address that is known of them, or goes on in the one there
     *     is. The same client id is one message.
     */
    post: operations['customersStart'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/customers/{id}/manager': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /** Names a customer's account manager 专属客服: their conversations are given to them first. */
    put: operations['customersSetManager'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/deliveries': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Lists what was given up, newest first, at most 200. */
    get: operations['deliveriesList'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/deliveries/retry': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Sends dead letters again: each is ordered anew under the same rules as any message. */
    post: operations['deliveriesRetry'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/deliveries/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /** Takes a dead letter out of the list. The message stays in its thread, as not delivered. */
    delete: operations['deliveriesDelete'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/demo': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Tells whether the workspace is the demo. */
    get: operations['demoShow'];
    put?: never;
    post?: never;
    /** Removes the demo: people, customers, conversations, files. Everybody is signed out. 404 when this is no demo. */
    delete: operations['demoDelete'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/holidays/read': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Reads the holidays and swap days of an iCalendar file that are not over. What cannot be read is told, and loses only
     *     itself. Nothing is stored.
     */
    post: operations['holidaysRead'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/inboxes': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Lists the inboxes in service. Nothing in them is secret: what is set on an inbox, its visitors see. */
    get: operations['inboxesList'];
    put?: never;
    /** Makes an inbox with the usual settings. Takes an `Idempotency-Key`. */
    post: operations['inboxesCreate'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/inboxes/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Shows an inbox. */
    get: operations['inboxesShow'];
    put?: never;
    post?: never;
    /** Takes an inbox out of service: nobody enters or writes any more, its conversations stay. */
    delete: operations['inboxesDelete'];
    options?: never;
    head?: never;
    /** Changes an inbox; widgets see it when they next enter. */
    patch: operations['inboxesUpdate'];
    trace?: never;
  };
  '/api/v1/inboxes/{id}/identity-secret': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Makes a secret, or another one: what was signed with the old one is refused from now on. */
    post: operations['inboxesMakeIdentitySecret'];
    /** Removes the secret: no claim of an identity is believed until there is another. */
    delete: operations['inboxesDeleteIdentitySecret'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/invitations': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Lists the open invitations, newest first. Their links are never shown again. */
    get: operations['invitationsList'];
    put?: never;
    /**
     * Invites somebody; an earlier invitation to the same address is void from now on. Takes an `Idempotency-Key`: the
     *     same key answers the same invitation with a fresh link.
     */
    post: operations['invitationsCreate'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/invitations/accept': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Accepts an invitation and signs in. An address that has an account gets the seat only with its password. */
    post: operations['invitationsAccept'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/invitations/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /** Revokes an open invitation; its link is void. */
    delete: operations['invitationsDelete'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/me': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Tells who is signed in. */
    get: operations['meShow'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    /** Changes one's own profile. */
    patch: operations['meUpdate'];
    trace?: never;
  };
  '/api/v1/me/password': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /** Changes one's own password. Every other sign-in of the account ends, in all its workspaces. */
    put: operations['meChangePassword'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/me/sign-ins': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Lists one's own sign-ins, the last used first. */
    get: operations['meSignIns'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/me/sign-ins/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /** Ends a sign-in of one's own; its sockets are cut. */
    delete: operations['meEndSignIn'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/me/status': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /** Sets one's own status; everybody is told. After-contact work ends by itself where the workspace says how long it is. */
    put: operations['meSetStatus'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/me/switch-workspace': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Signs in to another workspace in which one's account has a seat, and out of this one. */
    post: operations['meSwitchWorkspace'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/me/workspaces': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Lists the workspaces of this installation in which one's account has an open seat. */
    get: operations['meWorkspaces'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/payloads/{id}/dismiss': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Leaves a payload's problems at that: it is no longer listed, and goes when its time is over. */
    post: operations['payloadsDismiss'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/payloads/{id}/replay': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Reads a payload again, as of the time it was received: after a fix, or with other settings. What had been taken in of
     *     it is not taken in twice.
     */
    post: operations['payloadsReplay'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/permissions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Lists the permissions, in the order of the role editor. */
    get: operations['permissionsList'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/roles': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Lists the roles with what they may do. */
    get: operations['rolesList'];
    put?: never;
    /** Makes a role. Takes an `Idempotency-Key`. */
    post: operations['rolesCreate'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/roles/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /** Removes a role that nobody holds or is invited to. */
    delete: operations['rolesDelete'];
    options?: never;
    head?: never;
    /**
     * Changes a role; it holds at once for everybody who has it. Other grants end their sign-ins; who changes their own
     *     goes on under a new cookie.
     */
    patch: operations['rolesUpdate'];
    trace?: never;
  };
  '/api/v1/routing': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Shows how conversations find their person. */
    get: operations['routingShow'];
    /** Replaces how conversations find their person; what waits is looked at anew by the new settings. */
    put: operations['routingUpdate'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/routing/agents': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Lists what every agent brings along. */
    get: operations['routingAgents'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/routing/agents/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /** Replaces an agent's skills, places, limits and share. */
    put: operations['routingSetAgent'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/routing/dry-run': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Tells who would get a conversation by the settings, as things stand now. */
    post: operations['routingDryRun'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/routing/teams': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Lists what every team set. */
    get: operations['routingTeams'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/routing/teams/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /** Replaces how a team's conversations go. */
    put: operations['routingSetTeam'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/search': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Finds messages and notes, newest first, in conversations one may see. That one looked is recorded, with the first
     *     page.
     */
    get: operations['searchFind'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/setup': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Whether set-up is needed; 404 once it is done. */
    get: operations['setupShow'];
    put?: never;
    /** Founds the workspace and signs its owner in. */
    post: operations['setupCreate'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/sign-in': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Signs in with mail address and password. */
    post: operations['signInCreate'];
    /** Ends the sign-in and its sockets. */
    delete: operations['signInDelete'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/skills': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Lists the skills, by name. */
    get: operations['skillsList'];
    put?: never;
    /** Makes a skill. Takes an `Idempotency-Key`. */
    post: operations['skillsCreate'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/skills/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /** Removes a skill, also from agents. One that a rule asks for stays. */
    delete: operations['skillsDelete'];
    options?: never;
    head?: never;
    /** Changes a skill. */
    patch: operations['skillsUpdate'];
    trace?: never;
  };
  '/api/v1/switches': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Shows every switch and whether it is on. */
    get: operations['switchesShow'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    /** Turns functions on and off; those not named stay. What is off is hidden, and nothing of it is deleted. */
    patch: operations['switchesUpdate'];
    trace?: never;
  };
  '/api/v1/tags': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Lists the tags, by name. */
    get: operations['tagsList'];
    put?: never;
    /** Makes a tag. Takes an `Idempotency-Key`. */
    post: operations['tagsCreate'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/tags/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /** Removes a tag; conversations drop it when they next change. */
    delete: operations['tagsDelete'];
    options?: never;
    head?: never;
    /** Changes a tag. */
    patch: operations['tagsUpdate'];
    trace?: never;
  };
  '/api/v1/teams': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Lists the teams with their members. */
    get: operations['teamsList'];
    put?: never;
    /** Makes a team. Takes an `Idempotency-Key`. */
    post: operations['teamsCreate'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/teams/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /** Removes a team. While conversations run with it, it stays: nobody would see its queue any more. */
    delete: operations['teamsDelete'];
    options?: never;
    head?: never;
    /** Changes a team; whoever gains or loses sight of conversations by it gets a fresh snapshot. */
    patch: operations['teamsUpdate'];
    trace?: never;
  };
  '/api/v1/visitor/attachments': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Uploads a file. It waits an hour for the message that names it. */
    post: operations['visitorAttachmentsCreate'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/visitor/attachments/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The bytes of a file; pictures, sound and film to be shown, everything else to be saved. */
    get: operations['visitorAttachmentsShow'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/visitor/attachments/{id}/thumbnail': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The small picture of a file, where the message names one. */
    get: operations['visitorAttachmentsThumbnail'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/visitor/attributes': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Merges attributes into the customer's, once there is a conversation. At most 50, texts of at most 200 characters.
     *     They never change who the customer is: name, address and number are the desk's.
     */
    post: operations['visitorAttributes'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/visitor/end': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Ends the running consultation. */
    post: operations['visitorEnd'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/visitor/enter': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Enters an inbox: a token for this visitor, the inbox's face, and the conversation so far. */
    post: operations['visitorEnter'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/visitor/events': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Streams the frames of `docs/live-protocol.md`, a snapshot first. */
    get: operations['visitorEvents'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/visitor/messages': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Reads older lines. */
    get: operations['visitorHistory'];
    put?: never;
    /** Sends a message. Once answered, it is durable; the same client id is one message. */
    post: operations['visitorSend'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/visitor/signals': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Takes a signal, for clients without a WebSocket. */
    post: operations['visitorSignals'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/visitor/tickets': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Gives a ticket. */
    post: operations['visitorTicket'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/workspace': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Shows the workspace. */
    get: operations['workspaceShow'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    /** Changes the workspace. */
    patch: operations['workspaceUpdate'];
    trace?: never;
  };
}
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    /**
     * @description What a channel can carry, in one direction.
     * @enum {string}
     */
    Ability:
      | 'text'
      | 'image'
      | 'audio'
      | 'video'
      | 'file'
      | 'location'
      | 'sticker'
      | 'link'
      | 'contact'
      | 'menu'
      | 'template'
      | 'mail'
      | 'reply'
      | 'edit'
      | 'recall'
      | 'reaction'
      | 'typing'
      | 'readMark'
      | 'service';
    /** @description Who accepts. */
    Acceptance: {
      language?: components['schemas']['Language'] | null;
      /** @description Their name, as colleagues and customers see it. */
      name: string;
      /** @description A new password; for an address that has an account already, that account's. */
      password: string;
      /** @description What stands behind the `#` of the link. */
      token: string;
    };
    /** @description The seat taken. */
    Accepted: {
      agentId: components['schemas']['AgentId'];
      workspaceId: components['schemas']['WorkspaceId'];
    };
    /** @description How the account behind a channel's inboxes is from now on. */
    AccountHealth: {
      /** @description Which channel. */
      channel: string;
      /** @description The stable code of the reason; empty when all is well. */
      code: string;
      /** @description The app that holds its credentials. */
      id: components['schemas']['AppId'];
      /** @description Its name. */
      name: string;
      /** @description Whether it works. */
      state: components['schemas']['AccountState'];
    };
    /**
     * @description Whether a channel's account works.
     * @enum {string}
     */
    AccountState: 'connected' | 'degraded' | 'broken';
    /** @description The answer to an act. */
    Acted: {
      /** @description The conversation after it. */
      conversation: components['schemas']['Conversation'];
    };
    /** @description Who did it. */
    Actor: {
      /**
       * Format: uuid
       * @description Customer or agent id; none for the system.
       */
      id?: string | null;
      /** @description The kind of party. */
      kind: components['schemas']['ActorKind'];
      /** @description The name shown. */
      name: string;
    };
    /**
     * @description What kind of party acted.
     * @enum {string}
     */
    ActorKind: 'customer' | 'agent' | 'system';
    /**
     * @description The kind of address with which a channel lets us begin a thread.
     * @enum {string}
     */
    AddressKind: 'email' | 'phone';
    /** @description A human seat. */
    Agent: {
      /** @description Whether the seat is closed. */
      disabled: boolean;
      email: string;
      id: components['schemas']['AgentId'];
      name: string;
      roleId: components['schemas']['RoleId'];
      /** @description A name, or the key of a standard role. */
      roleName: string;
      /** @description As colleagues see it: who is invisible is offline. */
      status: components['schemas']['AgentStatus'];
      teamIds: components['schemas']['TeamId'][];
      /**
       * Format: int64
       * @description Its version, the `ETag` of edits.
       */
      version: number;
    };
    /** @description What to change. */
    AgentChange: {
      /** @description Whether the seat is closed. Closing it ends every sign-in and socket at once. */
      disabled?: boolean | null;
      roleId?: components['schemas']['RoleId'] | null;
      /** @description Their teams, all of them. */
      teamIds?: components['schemas']['TeamId'][] | null;
    };
    /**
     * @description An event as agents are told it. What the log keeps besides (who saw the conversation before, which visitor's sockets
     *     hear of it, where the customer stands) is for us to pass it on by, and stays here.
     */
    AgentEvent: {
      account?: components['schemas']['AccountHealth'] | null;
      /** @description By whom. */
      actor: components['schemas']['Actor'];
      agent?: components['schemas']['AgentPresence'] | null;
      /** @description When. */
      at: components['schemas']['Time'];
      conversation?: components['schemas']['Conversation'] | null;
      /** @description What happened. */
      kind: components['schemas']['EventKind'];
      message?: components['schemas']['Message'] | null;
      /**
       * Format: int64
       * @description The last number sent.
       */
      prev: number;
      read?: components['schemas']['ReadMark'] | null;
      /**
       * Format: int64
       * @description Its number.
       */
      seq: number;
      /** @description Which settings changed: inboxes, teams, tags, agents, roles, workspace. */
      what?: string | null;
    };
    /**
     * Format: uuid
     * @description A human seat 客服 in one workspace.
     */
    AgentId: string;
    /** @description An agent as colleagues see them. */
    AgentPresence: {
      /** @description Who. */
      id: components['schemas']['AgentId'];
      /** @description Their name. */
      name: string;
      /** @description Why, for a break. */
      reason?: string | null;
      /** @description Whether they are there. */
      status: components['schemas']['AgentStatus'];
    };
    /** @description With what. */
    AgentReaction: {
      /** @description An emoji; none takes the reaction away. */
      emoji?: string | null;
    };
    /** @description What one agent brings along. */
    AgentRouting: {
      /** @description Whether conversations are given to them by themselves; otherwise they take transfers only. */
      automatic: boolean;
      capacity?: components['schemas']['Capacity'] | null;
      /** @description The places they look after. */
      places: components['schemas']['Place'][];
      /** @description What they know. */
      skills: components['schemas']['SkillHeld'][];
      /**
       * Format: int32
       * @description Their share under the weighted policy; 1 to 100.
       */
      weight: number;
    };
    /** @description What an agent brings along. */
    AgentRoutingView: {
      /** @description Who. */
      agentId: components['schemas']['AgentId'];
      /** @description What. */
      routing: components['schemas']['AgentRouting'];
      /**
       * Format: int64
       * @description The agent's version, the `ETag` of edits.
       */
      version: number;
    };
    /**
     * @description An agent's status. Away is set by the system, every other by the agent; some by a supervisor too.
     * @enum {string}
     */
    AgentStatus: 'online' | 'busy' | 'break' | 'afterContact' | 'invisible' | 'away' | 'offline';
    /** @description The status an agent is to have. */
    AgentStatusChange: {
      /** @description Why, for a break: one of the workspace's reasons. */
      reason?: string | null;
      /** @description Online, busy, break or offline. */
      status: components['schemas']['AgentStatus'];
    };
    /** @description The answer to a sign-in. */
    Answer: {
      result: components['schemas']['Outcome'];
      /** @description Among which to choose; empty unless that is asked. */
      workspaces: components['schemas']['OpenWorkspace'][];
    };
    /** @description A provider's credentials and callback. No secret stands in it. */
    App: {
      /** @description The address the provider calls. */
      callbackUrl: string;
      /** @description The kind of channel. */
      channel: string;
      /** @description The address that the provider sends people back to who granted access. */
      consentUrl: string;
      /** @description When it was made. */
      createdAt: components['schemas']['Time'];
      /** @description How it is. */
      health: components['schemas']['AppHealth'];
      /** @description Its id. */
      id: components['schemas']['AppId'];
      /** @description The inboxes behind it. */
      inboxes: components['schemas']['AppInbox'][];
      /** @description Its name. */
      name: string;
      /** @description Which secrets are filled in or made. */
      secretsSet: string[];
      /** @description What is filled in, without secrets. */
      settings: {
        [key: string]: string;
      };
      /** @description Where its calls are forwarded as they came; empty for nowhere. */
      teeUrl: string;
      /**
       * Format: int64
       * @description Its version, the `ETag` of edits.
       */
      version: number;
    };
    /** @description What to change. */
    AppChange: {
      /** @description Its name. */
      name?: string | null;
      /** @description What to fill in; null empties a field, and makes one anew that we make. What is left out stays. */
      settings?: {
        [key: string]: string | null;
      } | null;
      /** @description Where its calls are forwarded as they came; empty for nowhere. */
      teeUrl?: string | null;
    };
    /** @description How an app is. */
    AppHealth: {
      /** @description Since when. */
      at: components['schemas']['Time'];
      /** @description The stable code of the reason; empty for none. */
      code: string;
      /** @description The provider's words; empty for none. */
      detail: string;
      /** @description Whether it works. */
      state: components['schemas']['HealthState'];
    };
    /**
     * Format: uuid
     * @description A provider's credentials and callback 应用.
     */
    AppId: string;
    /** @description An inbox behind an app. */
    AppInbox: {
      /** @description The provider's id of its account; empty where there is a single one. */
      account: string;
      /** @description Its id. */
      id: components['schemas']['InboxId'];
      /** @description Its name. */
      name: string;
    };
    /** @description How an app does. */
    AppPulse: {
      /** @description How it is. */
      health: components['schemas']['AppHealth'];
      /** @description The inboxes behind it. */
      inboxes: components['schemas']['InboxPulse'][];
    };
    /**
     * @description Whether the widget is light or dark.
     * @enum {string}
     */
    Appearance: 'light' | 'dark' | 'auto';
    /**
     * Format: uuid
     * @description A stored file.
     */
    AttachmentId: string;
    /** @description A stored file as a message names it. */
    AttachmentRef: {
      /**
       * Format: int64
       * @description Pixels, for images.
       */
      height?: number | null;
      /** @description Its id. */
      id: components['schemas']['AttachmentId'];
      /** @description Media type by its magic bytes. */
      mediaType: string;
      /** @description The name its sender gave it; shown, never used as a path. */
      name: string;
      /**
       * Format: int64
       * @description Bytes.
       */
      size: number;
      /** @description Whether a thumbnail exists. */
      thumbnail?: boolean;
      /**
       * Format: int64
       * @description Pixels, for images.
       */
      width?: number | null;
    };
    /** @description Which files may be sent. */
    AttachmentRules: {
      /** Format: int64 */
      maxBytes: number;
      mediaTypes: string[];
    };
    /** @description One record: who, what, on what, before → after, from where. */
    AuditEntry: {
      /** @description What was done, `agents.update`. */
      act: string;
      actor: components['schemas']['Party'];
      /** @description From where. */
      address: string;
      /** @description After, likewise. */
      after: Record<string, never> | null;
      at: components['schemas']['Time'];
      /** @description Before; personal values masked. */
      before: Record<string, never> | null;
      id: components['schemas']['AuditId'];
      object: components['schemas']['Party'];
    };
    /**
     * Format: uuid
     * @description One row of the audit trail.
     */
    AuditId: string;
    /**
     * @description Why a rung does not bear.
     * @enum {string}
     */
    Barred:
      | 'customerBlocked'
      | 'windowOpen'
      | 'channelHasNone'
      | 'blockedUs'
      | 'heldElsewhere'
      | 'noneApproved'
      | 'approvedUnknown'
      | 'noInbox'
      | 'noAddress'
      | 'noNumber'
      | 'noConsent'
      | 'switchedOff'
      | 'notPermitted';
    /** @description The conversation that was begun or gone on in, and what was said. */
    Begun: {
      conversation: components['schemas']['Conversation'];
      message?: components['schemas']['Message'] | null;
    };
    /** @description A reason for a break 小休原因. */
    BreakReason: {
      /**
       * Format: int64
       * @description How many minutes it may take, 1 to 480; null = nobody counts.
       */
      minutes?: number | null;
      /** @description What it is called, at most 40 characters. `meal`, `rest`, `meeting` and `training` have words in every language. */
      name: string;
    };
    /** @description What a day of the calendar is. */
    CalendarDay:
      | {
          /** @enum {string} */
          kind: 'closed';
          /** @description What it is called, at most 60 characters. */
          name?: string;
        }
      | {
          /** @enum {string} */
          kind: 'like';
          /** @description What it is called. */
          name?: string;
          /**
           * Format: int32
           * @description Which, 0 = Monday.
           */
          weekday: number;
        }
      | {
          /** @enum {string} */
          kind: 'open';
          /** @description What it is called. */
          name?: string;
          /** @description Its openings. */
          openings: components['schemas']['Opening'][];
        };
    /** @description Somebody who could have had it. */
    Candidate: {
      /** @description Who. */
      agentId: components['schemas']['AgentId'];
      /**
       * Format: int64
       * @description How long they had been idle, in milliseconds.
       */
      idle: number;
      /**
       * Format: int32
       * @description Tenths of places they have.
       */
      places: number;
      /** @description Their points. */
      points: components['schemas']['Points'];
      /**
       * Format: int32
       * @description Tenths of places in use before.
       */
      used: number;
    };
    /** @description How much one person takes at a time. */
    Capacity: {
      /** @description At most so many conversations of a channel, besides the places. */
      channels?: {
        [key: string]: number;
      };
      /**
       * Format: int32
       * @description Places for chats; 0 takes none by itself. At most 500.
       */
      chat: number;
      /**
       * Format: int32
       * @description Places for mail. At most 500.
       */
      mail: number;
    };
    /** @description A kind of channel. */
    Channel: {
      /** @description One line about it. */
      about: components['schemas']['Words'];
      /** @description Whether connecting can be tried. */
      canConnect: boolean;
      /** @description Its colour, `#RRGGBB`. */
      color: string;
      consent?: components['schemas']['ChannelConsent'] | null;
      /** @description Whether customers enter before they write, and so can be greeted. */
      enters: boolean;
      /** @description What an administrator fills in. */
      form: components['schemas']['ChannelField'][];
      /** @description Whether payloads can be tried. */
      hasConsole: boolean;
      /** @description Whether it has approved messages. */
      hasTemplates: boolean;
      /** @description What to do instead of what does not. */
      hints: components['schemas']['Hint'][];
      /** @description Its key. */
      key: string;
      /** @description How much it takes. */
      limits: components['schemas']['ChannelLimits'];
      /** @description What it is called. */
      name: components['schemas']['Words'];
      opensWith?: components['schemas']['AddressKind'] | null;
      /** @description What that is not ours has agreed with our reading of the protocol. */
      proved: components['schemas']['Proved'];
      /** @description How fast. */
      rate: components['schemas']['ChannelRate'];
      /** @description How far the provider tells what became of a message. */
      receipts: components['schemas']['Receipts'];
      /** @description What comes in. */
      receives: components['schemas']['Ability'][];
      /** @description What goes out. */
      sends: components['schemas']['Ability'][];
      /** @description What to do on the provider's side. `{callback}` stands for the app's address, `{KEY}` for a field's value. */
      steps: components['schemas']['SetupStep'][];
      /** @description Whether an approved message opens a window by itself; where not, only what the customer writes does. */
      templatesReopen: boolean;
      /** @description What its own codes of health and of connecting mean; the others are the house's. */
      troubles: components['schemas']['ChannelTrouble'][];
      /** @description How events come in. */
      way: components['schemas']['Way'];
      /** @description What opens a window; none = we may always write. */
      windows: components['schemas']['ChannelWindow'][];
    };
    /** @description One of several. */
    ChannelChoice: {
      /** @description Its key. */
      key: string;
      /** @description What it is called. */
      name: components['schemas']['Words'];
    };
    /** @description When a channel's access is granted by a person in their browser. */
    ChannelConsent: {
      /** @description While this field of the form … */
      field: string;
      /** @description … has one of these values. */
      of: string[];
    };
    /** @description One field of a channel's form. */
    ChannelField: {
      /** @description Where to find it. */
      help: components['schemas']['Words'];
      /** @description Its key. */
      key: string;
      /** @description What it holds. */
      kind: components['schemas']['ChannelFieldKind'];
      /** @description What it is called. */
      label: components['schemas']['Words'];
      /** @description Whose value it is. */
      level: components['schemas']['Level'];
      /** @description Whether it must be filled. */
      required: boolean;
      /** @description What it is while nothing is filled in. */
      usual: string;
    };
    /** @description What a field of a channel's form holds. */
    ChannelFieldKind: {
      /**
       * Format: int64
       * @description The least number.
       */
      least?: number | null;
      /** @description How many characters we make. */
      length?: number | null;
      /**
       * Format: int64
       * @description The greatest number.
       */
      most?: number | null;
      /** @description What can be chosen. */
      of?: components['schemas']['ChannelChoice'][] | null;
      /** @description Which kind. */
      type: components['schemas']['ChannelFieldType'];
    };
    /**
     * @description The kinds of field.
     * @enum {string}
     */
    ChannelFieldType: 'text' | 'secret' | 'made' | 'number' | 'flag' | 'choice' | 'url' | 'json';
    /** @description How much a channel takes. */
    ChannelLimits: {
      /**
       * Format: int64
       * @description Seconds within which a message can be edited, where edits are sent at all; none = for ever.
       */
      editsWithinSeconds?: number | null;
      /** @description Files, by kind. */
      files: components['schemas']['FileLimit'][];
      /**
       * Format: int64
       * @description Seconds within which a message can be taken back, where that is sent at all; none = for ever.
       */
      recallsWithinSeconds?: number | null;
      /** @description The longest text of one message; longer ones are split. */
      textMost: number;
      /** @description What it is counted in. */
      textUnit: components['schemas']['TextUnit'];
    };
    /** @description How fast a channel takes messages. */
    ChannelRate: {
      /**
       * Format: int32
       * @description So many a minute.
       */
      aMinute: number;
      /**
       * Format: int32
       * @description At most so many at once.
       */
      burst: number;
    };
    /** @description Something that can be wrong with an account, in words. */
    ChannelTrouble: {
      /** @description The code of it, in an account's health and in the answer of connecting. */
      code: string;
      /** @description What to do about it. */
      todo: components['schemas']['Words'];
      /** @description What is wrong, and why. */
      what: components['schemas']['Words'];
    };
    /** @description A window in which we may write. */
    ChannelWindow: {
      /**
       * Format: int64
       * @description For how long.
       */
      lastsSeconds: number;
      /**
       * Format: int64
       * @description How many messages of ours it holds; none = as many as we like.
       */
      messages?: number | null;
      /** @description What opens it. */
      trigger: components['schemas']['Trigger'];
    };
    /** @description One thing to press. */
    Choice: {
      /** @description What comes back when it is pressed; at most 64 bytes, which the strictest channel takes. */
      id: string;
      /** @description What stands on it. */
      label: string;
      /** @description Where it leads instead of coming back. */
      url?: string | null;
    };
    /** @description What a site claims of its visitor. */
    Claim: {
      /** @description Their address. */
      email?: string | null;
      /** @description The visitor's id at the site. */
      externalId: string;
      /** @description HMAC-SHA256 of `externalId` with the inbox's secret, hexadecimal. */
      hmac?: string | null;
      /** @description Or a JWT (HS256) with `sub` = `externalId` and `exp`, signed with the inbox's secret. */
      jwt?: string | null;
      /** @description Their name. */
      name?: string | null;
    };
    /** @description The sender's own id of a message, unique per conversation for ever; 1–128 printable ASCII characters. */
    ClientId: string;
    /** @description Who takes part, the same for every viewer. */
    Collaboration: {
      /** @description Who follows it, in the order they began. */
      followers?: components['schemas']['Follower'][];
      help?: components['schemas']['Help'] | null;
      /** @description Who was invited, in the order they were. */
      invited?: components['schemas']['InvitedColleague'][];
      /** @description Who was mentioned and has not looked since. */
      mentioned?: components['schemas']['AgentId'][];
    };
    /** @description A file that is still at the provider's. */
    Coming: {
      /** @description Why it will not come, when it will not: a stable code. */
      failed?: string | null;
      /** @description The attachment it will be. */
      id: components['schemas']['AttachmentId'];
      /** @description What kind. */
      kind: components['schemas']['ComingKind'];
      /** @description Its name; empty when it has none. */
      name?: string;
    };
    /**
     * @description What kind of file is on its way.
     * @enum {string}
     */
    ComingKind: 'image' | 'audio' | 'video' | 'file';
    /**
     * @description How a field is compared.
     * @enum {string}
     */
    Comparison: 'is' | 'isNot' | 'contains' | 'containsNot' | 'startsWith' | 'known' | 'unknown';
    /** @description A condition. Letters count the same in either case. */
    Condition:
      | {
          /** @description Which. */
          all: components['schemas']['Condition'][];
        }
      | {
          /** @description Which. */
          any: components['schemas']['Condition'][];
        }
      | components['schemas']['Question'];
    /** @description What connecting came to. */
    ConnectAnswer: {
      /** @description The accounts that the credentials reach. */
      accounts: components['schemas']['ReachedAccount'][];
      error?: components['schemas']['ProviderError'] | null;
      /** @description Whether the provider took it. */
      ok: boolean;
    };
    /** @description That a customer agreed to something: when the desk noted it, and who did. */
    Consent: {
      /** @description When it was noted. */
      at: components['schemas']['Time'];
      /** @description Who noted it. */
      by: components['schemas']['Actor'];
    };
    /** @description What it came to. */
    ConsentAnswer: {
      error?: components['schemas']['ProviderError'] | null;
      /** @description Whether access was granted. */
      ok: boolean;
    };
    /** @description What came back with the person. */
    ConsentBack: {
      /** @description What the provider gave. */
      code: string;
      /** @description What we had sent along. */
      state: string;
    };
    /** @description Where to agree. */
    ConsentPage: {
      error?: components['schemas']['ProviderError'] | null;
      /** @description The provider's page; none when something is missing first. */
      url?: string | null;
    };
    /**
     * Format: uuid
     * @description One episode of a conversation 会话.
     */
    ConsultationId: string;
    /** @description What a message holds besides words and files. */
    Content:
      | (components['schemas']['Location'] & {
          /** @enum {string} */
          type: 'location';
        })
      | {
          /** @enum {string} */
          type: 'sticker';
        }
      | (components['schemas']['Link'] & {
          /** @enum {string} */
          type: 'link';
        })
      | {
          /** @description Their name. */
          name: string;
          /** @description Their number. */
          phone?: string;
          /** @enum {string} */
          type: 'contact';
        }
      | (components['schemas']['Menu'] & {
          /** @enum {string} */
          type: 'menu';
        })
      | {
          /** @description The choice's id. */
          id: string;
          /** @enum {string} */
          type: 'pressed';
        }
      | (components['schemas']['Template'] & {
          /** @enum {string} */
          type: 'template';
        })
      | (components['schemas']['Mail'] & {
          /** @enum {string} */
          type: 'mail';
        })
      | {
          /** @description The provider's word for it. */
          kind: string;
          /** @enum {string} */
          type: 'unsupported';
        };
    /** @description A conversation as lists show it: complete after every change, the same for every viewer. */
    Conversation: {
      agentId?: components['schemas']['AgentId'] | null;
      /** @description Their name. */
      agentName?: string | null;
      blockedUsAt?: components['schemas']['Time'] | null;
      /** @description The inbox's channel. */
      channel: string;
      /** @description Who takes part beside the one responsible; absent while nobody does. */
      collaboration?: components['schemas']['Collaboration'];
      consultationId?: components['schemas']['ConsultationId'] | null;
      /**
       * Format: int64
       * @description Its number in the workspace.
       */
      consultationNumber?: number | null;
      /** @description Who writes. */
      customerId: components['schemas']['CustomerId'];
      /** @description Their name; empty while unknown. */
      customerName: string;
      /**
       * Format: int64
       * @description The customer has seen everything up to this position.
       */
      customerReadPosition: number;
      /**
       * Format: int64
       * @description The customer's device has everything up to this position.
       */
      customerReceivedPosition: number;
      endedAt?: components['schemas']['Time'] | null;
      endedBy?: components['schemas']['EndedBy'] | null;
      firstReplyAt?: components['schemas']['Time'] | null;
      /** @description Who on the provider's side holds the thread, so that we cannot write; empty while nobody there has taken it yet. */
      heldBy?: string | null;
      /** @description Its id. */
      id: components['schemas']['ConversationId'];
      /**
       * Format: int64
       * @description Customer messages ever; an agent's unread is this minus what they have read.
       */
      inboundCount: number;
      /** @description Where it arrives. */
      inboxId: components['schemas']['InboxId'];
      /** @description When somebody last spoke. */
      lastAt: components['schemas']['Time'];
      /** @description Who said it. */
      lastDirection: components['schemas']['Direction'];
      /** @description What it held. */
      lastKind: components['schemas']['MessageKind'];
      /** @description The beginning of what was last said. */
      lastText: string;
      offeredUntil?: components['schemas']['Time'] | null;
      openedAt?: components['schemas']['Time'] | null;
      /** @description How urgent it is. */
      priority?: components['schemas']['Priority'];
      snoozedUntil?: components['schemas']['Time'] | null;
      /** @description Where its current consultation stands. */
      status: components['schemas']['Status'];
      /** @description Labels. */
      tags: components['schemas']['TagId'][];
      teamId?: components['schemas']['TeamId'] | null;
      /**
       * Format: int64
       * @description Rises with every change; the `ETag`.
       */
      version: number;
      waitingSince?: components['schemas']['Time'] | null;
      window?: components['schemas']['Window'] | null;
    };
    /**
     * Format: uuid
     * @description The long-lived thread 对话.
     */
    ConversationId: string;
    /** @description How many conversations run, as one agent may see them. */
    Counters: {
      /**
       * Format: int64
       * @description Served by colleagues, where they may see it.
       */
      colleagues: number;
      /**
       * Format: int64
       * @description Assigned to them.
       */
      mine: number;
      /**
       * Format: int64
       * @description Waiting in queues they may see.
       */
      queue: number;
    };
    /** @description Who wants in. */
    Credentials: {
      email: string;
      password: string;
      workspaceId?: components['schemas']['WorkspaceId'] | null;
    };
    /** @description The person who writes, as the desk sees them. */
    Customer: {
      /** @description What the site says of them. */
      attributes: Record<string, never>;
      /** @description Where they work. */
      company: string;
      /** @description First seen. */
      createdAt: components['schemas']['Time'];
      /** @description Their address. */
      email: string;
      /** @description Their id. */
      id: components['schemas']['CustomerId'];
      managerId?: components['schemas']['AgentId'] | null;
      /** @description Their name; empty while unknown. */
      name: string;
      /** @description What the desk notes of them. */
      notes: string;
      /** @description Their number. */
      phone: string;
      smsConsent?: components['schemas']['Consent'] | null;
      /**
       * Format: int64
       * @description Its version, the `ETag` of edits.
       */
      version: number;
    };
    /** @description What to change; an empty text removes. */
    CustomerChange: {
      company?: string | null;
      email?: string | null;
      name?: string | null;
      notes?: string | null;
      phone?: string | null;
      /** @description Whether they agreed to be written to by SMS: that they did is noted with the time and the agent's name. */
      smsConsent?: boolean | null;
    };
    /**
     * Format: uuid
     * @description The person who writes 客户.
     */
    CustomerId: string;
    /** @description Whether somebody is there. */
    CustomerPresence: {
      /** @description Whether they have the chat on their screen. */
      online: boolean;
      seenAt?: components['schemas']['Time'] | null;
    };
    /** @description What an inbox did within 24 hours. */
    DayPulse: {
      /**
       * Format: int64
       * @description Milliseconds from a provider's call to our answer, within which half were done; none without any.
       */
      ackP50Ms?: number | null;
      /**
       * Format: int64
       * @description Likewise, 95 of a hundred.
       */
      ackP95Ms?: number | null;
      /**
       * Format: int64
       * @description Likewise, 99 of a hundred.
       */
      ackP99Ms?: number | null;
      /**
       * Format: int64
       * @description Milliseconds from an agent's word to the provider's answer, within which half were done; none without any.
       */
      deliveryP50Ms?: number | null;
      /**
       * Format: int64
       * @description Likewise, 95 of a hundred.
       */
      deliveryP95Ms?: number | null;
      /**
       * Format: int64
       * @description Likewise, 99 of a hundred.
       */
      deliveryP99Ms?: number | null;
      /**
       * Format: int32
       * @description Messages given up.
       */
      failed: number;
      /**
       * Format: int32
       * @description Calls that were not believed.
       */
      refused: number;
      /**
       * Format: int32
       * @description Messages the provider took.
       */
      sent: number;
      /**
       * Format: double
       * @description Which share of what came to an end was taken, 0 to 1; none without any.
       */
      successRate?: number | null;
    };
    /** @description Something that was to go out and was given up. */
    DeadLetter: {
      /** @description When it was ordered. */
      at: components['schemas']['Time'];
      /** @description The provider's code; empty for none. */
      code: string;
      /** @description In which conversation. */
      conversationId: components['schemas']['ConversationId'];
      customerId?: components['schemas']['CustomerId'] | null;
      /** @description Their name; empty while nobody knows it. */
      customerName: string;
      deadAt?: components['schemas']['Time'] | null;
      /** @description The provider's words; empty for none. */
      detail: string;
      /** @description Its id. */
      id: components['schemas']['DeliveryId'];
      /** @description From which inbox. */
      inboxId: components['schemas']['InboxId'];
      /** @description The stable key of the reason. */
      kind: string;
      /** @description What was to be done. */
      order: components['schemas']['OrderKind'];
      /** @description The beginning of what it says. */
      preview: string;
      /**
       * Format: int64
       * @description The line it is about; none where it is about none.
       */
      seq?: number | null;
    };
    /** @description A decision of routing with its reasons. */
    Decision: {
      /** @description Who got it. */
      agentId: components['schemas']['AgentId'];
      /** @description When. */
      at: components['schemas']['Time'];
      /** @description For which consultation. */
      consultationId: components['schemas']['ConsultationId'];
      /** @description Its id. */
      id: components['schemas']['DecisionId'];
      /** @description Why. */
      reasons: components['schemas']['DecisionBody'];
    };
    /** @description A decision with its reasons, as stored. */
    DecisionBody: {
      /**
       * Format: int64
       * @description The log's number that was known.
       */
      knownSeq: number;
      /** @description The rules that were tried, up to the one that matched. */
      rules: components['schemas']['RuleTried'][];
      /**
       * Format: int64
       * @description The version of the settings.
       */
      settingsVersion: number;
      /** @description What decided. */
      stage: components['schemas']['Stage'];
      teamId?: components['schemas']['TeamId'] | null;
      /**
       * Format: int64
       * @description How long it had waited, in milliseconds.
       */
      waitedMs: number;
      why?: components['schemas']['Why'] | null;
    };
    /**
     * Format: uuid
     * @description One decision of routing, with its reasons.
     */
    DecisionId: string;
    /**
     * Format: double
     * @description An angle on the globe in ten-millionths of a degree (about a centimetre), so that two are equal or not. A number of
     *     degrees on the wire.
     */
    Degrees: number;
    /**
     * @description The fate of an outbound message on its channel 送达.
     * @enum {string}
     */
    Delivery: 'pending' | 'sent' | 'delivered' | 'read' | 'failed';
    /** @description Why a message did not arrive. */
    DeliveryFailure: {
      /** @description The provider's code; empty for none. */
      code?: string;
      /** @description The provider's words; empty for none. */
      detail?: string;
      /** @description The stable key of the reason: the workbench says what happened, why, and what to do. */
      kind: string;
    };
    /**
     * Format: uuid
     * @description One thing on its way out.
     */
    DeliveryId: string;
    /** @description Whether everything here is made up. */
    Demo: {
      demo: boolean;
    };
    /** @description A conversation that does not exist. */
    Described: {
      /** @description What else is known of them, `name`, `email`, `phone`, `company` or an attribute's name. */
      attributes?: {
        [key: string]: string;
      };
      /** @description The customer's city. */
      city?: string | null;
      inboxId?: components['schemas']['InboxId'] | null;
      /** @description The customer's language. */
      language?: string | null;
      lastAgentId?: components['schemas']['AgentId'] | null;
      managerId?: components['schemas']['AgentId'] | null;
      /** @description The page they are on. */
      page?: string | null;
      /** @description The customer's province. */
      province?: string | null;
      /** @description Its tags. */
      tagIds?: components['schemas']['TagId'][];
      teamId?: components['schemas']['TeamId'] | null;
      /** @description The first words. */
      text: string;
    };
    /** @description Where to. */
    Destination: {
      workspaceId: components['schemas']['WorkspaceId'];
    };
    /**
     * @description Who a line is for.
     * @enum {string}
     */
    Direction: 'inbound' | 'outbound' | 'internal';
    /** @description What is to be tried: a conversation that exists, or one that is described. */
    DryRun: {
      conversationId?: components['schemas']['ConversationId'] | null;
      described?: components['schemas']['Described'] | null;
      settings?: components['schemas']['Settings'] | null;
    };
    /** @description Who would get it, and why. */
    DryRunResult: {
      agentId?: components['schemas']['AgentId'] | null;
      /** @description How urgent it would be. */
      priority: components['schemas']['Priority'];
      /** @description The rules that were tried, up to the one that matched. */
      rules: components['schemas']['RuleTried'][];
      stage?: components['schemas']['Stage'] | null;
      teamId?: components['schemas']['TeamId'] | null;
      /**
       * Format: int32
       * @description How many stand before it.
       */
      waiting: number;
      why?: components['schemas']['Why'] | null;
    };
    /**
     * @description When a rule counts.
     * @enum {string}
     */
    During: 'always' | 'open' | 'closed';
    /**
     * Format: email
     * @description A mail address, trimmed and in lower case, so that one person has one account.
     */
    Email: string;
    /** @description How it stands. */
    Ended: {
      /** @description The cursor after it. */
      cursor: string;
      state: components['schemas']['VisitorState'];
    };
    /**
     * @description Who ended a consultation.
     * @enum {string}
     */
    EndedBy: 'agent' | 'customer' | 'timeout' | 'system' | 'block';
    /** @description Who enters, and from where. */
    Enter: {
      identity?: components['schemas']['Claim'] | null;
      /** @description The widget's public key. */
      key: string;
      /** @description The visitor's language, BCP 47. */
      language?: string | null;
      page?: components['schemas']['PageSeen'] | null;
      /** @description The token of an earlier visit. */
      token?: string | null;
    };
    /** @description Everything a widget needs. */
    Entered: {
      expiresAt: components['schemas']['Time'];
      inbox: components['schemas']['InboxFace'];
      snapshot: components['schemas']['ToVisitor'];
      ticket: string;
      token: string;
    };
    /**
     * @description What happened.
     * @enum {string}
     */
    EventKind:
      | 'message.received'
      | 'message.sent'
      | 'note.added'
      | 'consultation.opened'
      | 'consultation.assigned'
      | 'consultation.snoozed'
      | 'consultation.woken'
      | 'consultation.ended'
      | 'consultation.reopened'
      | 'conversation.tagged'
      | 'conversation.read'
      | 'conversation.joined'
      | 'conversation.looked'
      | 'conversation.seen'
      | 'customer.changed'
      | 'agent.status'
      | 'agent.left'
      | 'message.changed'
      | 'conversation.changed'
      | 'channel.health'
      | 'settings.changed';
    /** @description What an event line tells. */
    EventLine: {
      leadsTo?: components['schemas']['ConversationId'] | null;
      /** @description Why, if somebody said why. */
      reason?: string | null;
      /** @description To whom (a name), until when (a time), by which cause. */
      to?: string | null;
      /** @description assigned, queued, ended, snoozed, woken, reopened, wentOn, helpAsked, helpSeenTo, joined, whispers, left, uninvited. */
      what: string;
    };
    /**
     * @description What a field of the form asks for.
     * @enum {string}
     */
    FieldKind: 'text' | 'email' | 'phone' | 'longText';
    /**
     * @description What kind of file.
     * @enum {string}
     */
    FileKind: 'image' | 'audio' | 'video' | 'file';
    /** @description Which files a channel takes. */
    FileLimit: {
      /** @description What to change other types into, where we can: `audio/amr`, `audio/ogg; codecs=opus`. */
      becomes?: string | null;
      /** @description What kind. */
      kind: components['schemas']['FileKind'];
      /**
       * Format: int64
       * @description Bytes.
       */
      most: number;
      /**
       * Format: int32
       * @description Seconds it may play.
       */
      seconds?: number | null;
      /** @description Media types; empty = any. */
      types: string[];
    };
    /** @description Which files visitors may send. */
    FileRules: {
      /**
       * Format: int64
       * @description The largest, at most 100 MiB.
       */
      maxBytes: number;
      /** @description Media types, `image/*` or exact, at most 50. */
      mediaTypes: string[];
    };
    /** @description Somebody who follows. */
    Follower: {
      /** @description Who. */
      agentId: components['schemas']['AgentId'];
      /**
       * Format: int64
       * @description How many messages the customer had written when they began: what came before is not unread to them.
       */
      since: number;
    };
    /** @description The form before a chat. */
    Form: {
      /** @description Whether it is shown. */
      enabled: boolean;
      /** @description At most 20 fields. */
      fields: components['schemas']['FormField'][];
    };
    /** @description One field of the form. */
    FormField: {
      /** @description What it fills: name, email, phone, company, or an attribute of its own. */
      key: string;
      /** @description What is asked for. */
      kind: components['schemas']['FieldKind'];
      /** @description What the visitor reads. */
      label: string;
      /** @description Whether it must be filled. */
      required: boolean;
    };
    /** @description What was founded. */
    Founded: {
      inboxId: components['schemas']['InboxId'];
      inboxKey: string;
      workspaceId: components['schemas']['WorkspaceId'];
    };
    /** @description What an agent's client says. */
    FromAgent:
      | {
          /**
           * Format: int64
           * @description The last number held.
           */
          after?: number | null;
          /** @enum {string} */
          type: 'hello';
        }
      | {
          /**
           * Format: int64
           * @description The last number held.
           */
          after: number;
          /** @enum {string} */
          type: 'resume';
        }
      | {
          /** @description Which. */
          conversation: components['schemas']['ConversationId'];
          /** @enum {string} */
          type: 'open';
        }
      | {
          /** @description Which. */
          conversation: components['schemas']['ConversationId'];
          /** @enum {string} */
          type: 'close';
        }
      | {
          /** @description Whether. */
          colleagues: boolean;
          /** @enum {string} */
          type: 'watch';
        }
      | {
          /** @description Where. */
          conversation: components['schemas']['ConversationId'];
          /** @description Whether. */
          on: boolean;
          /** @enum {string} */
          type: 'typing';
        };
    /** @description What a visitor's client says. */
    FromVisitor:
      | {
          /** @description The last cursor held. */
          after?: string | null;
          /** @enum {string} */
          type: 'hello';
        }
      | {
          /** @description The last cursor held. */
          after: string;
          /** @enum {string} */
          type: 'resume';
        }
      | {
          /** @description Whether. */
          on: boolean;
          /** @description What, as a preview for the agent. */
          text?: string;
          /** @enum {string} */
          type: 'typing';
        }
      | {
          /** @description Up to where. */
          cursor: string;
          /** @description Whether it was shown; otherwise it has only arrived. */
          shown?: boolean;
          /** @enum {string} */
          type: 'read';
        }
      | {
          /** @description Its title. */
          title?: string;
          /** @enum {string} */
          type: 'page';
          /** @description Its address. */
          url: string;
        };
    /** @description One right: a permission within a scope. */
    Grant: {
      /** @description What may be done. */
      permission: components['schemas']['Permission'];
      /** @description To which part. */
      scope: components['schemas']['Scope'];
    };
    /** @description A permission and where it can be granted. */
    Grantable: {
      permission: components['schemas']['Permission'];
      scopes: components['schemas']['Scope'][];
    };
    /**
     * @description Whether an app works.
     * @enum {string}
     */
    HealthState: 'new' | 'connected' | 'degraded' | 'broken';
    /** @description Help that is asked for and not seen to yet. */
    Help: {
      /** @description Who asks. */
      agentId: components['schemas']['AgentId'];
      /** @description Since when. */
      at: components['schemas']['Time'];
      /** @description Their name then. */
      name: string;
      /** @description With what, if they said so. */
      reason?: string;
    };
    /** @description With what. */
    HelpAsked: {
      /** @description In a line of at most 200 characters; may be empty. */
      reason: string;
    };
    /** @description What to do instead of something the channel cannot do. */
    Hint: {
      /** @description What it cannot do. */
      ability: components['schemas']['Ability'];
      /** @description What to do instead. */
      instead: components['schemas']['Words'];
    };
    /** @description A page of the visitor's conversation. */
    History: {
      /** @description Lines, oldest first. */
      messages: components['schemas']['VisitorMessage'][];
      /** @description Whether older ones exist. */
      more: boolean;
    };
    /** @description A file of holidays. */
    HolidayFile: {
      /** @description The file's text, iCalendar, at most 512 KiB. */
      text: string;
      /**
       * Format: int32
       * @description The day of the week whose openings a working day 班 gets, 0 = Monday.
       */
      weekday?: number;
    };
    /** @description Something that is wrong with a file, or with one event of it. */
    HolidayProblem: {
      /** @description What the event is called; empty when it is the file's, or when it has no name. */
      event: string;
      /** @description What is wrong. */
      problem: components['schemas']['HolidayWrong'];
    };
    /**
     * @description What may be wrong with a file of holidays.
     * @enum {string}
     */
    HolidayWrong:
      | 'noCalendar'
      | 'tooLong'
      | 'tooMany'
      | 'unreadable'
      | 'noDate'
      | 'endsFirst'
      | 'tooManyDays'
      | 'notWholeDays'
      | 'repeats'
      | 'unclear'
      | 'contradicts';
    /** @description What a file holds. */
    HolidaysRead: {
      /** @description The days, by their dates. */
      days: {
        [key: string]: components['schemas']['CalendarDay'];
      };
      /** @description How many events were left out because they are over. */
      over: number;
      /** @description What could not be read or needs a look, at most 50. */
      problems: components['schemas']['HolidayProblem'][];
      /**
       * @description How many were left out because they are marked neither as a holiday 休 nor as a working day 班, in a file that
       *     marks its holidays: it tells of festivals on which everybody works too.
       */
      unmarked: number;
    };
    /** @description What an inbox did within an hour. */
    HourPulse: {
      /**
       * Format: int32
       * @description Messages given up.
       */
      failed: number;
      /** @description When it began. */
      hour: components['schemas']['Time'];
      /**
       * Format: int32
       * @description Messages the provider took.
       */
      sent: number;
    };
    /** @description The week, Monday first, and the calendar's days. Without any opening the desk is never open. */
    Hours: {
      /** @description Days on which it is otherwise than in the week, by their dates, "2026-10-01": at most 500. */
      calendar?: {
        [key: string]: components['schemas']['CalendarDay'];
      };
      /** @description IANA name, "Asia/Shanghai". */
      timeZone: string;
      /** @description Openings per day, Monday first. */
      week: components['schemas']['Opening'][][];
    };
    /** @description The secret, shown this once. */
    IdentitySecret: {
      secret: string;
    };
    /** @description How somebody in particular is asked first. */
    InParticular: {
      /**
       * Format: int32
       * @description How many places above their limit it may take; 0 to 2.
       */
      beyond: number;
      /** @description Whether they are. */
      on: boolean;
      /**
       * Format: int32
       * @description How long it waits for them when they are full or on a break, in seconds; at most 3,600.
       */
      waitSeconds: number;
    };
    /** @description A configured account of a channel. */
    Inbox: {
      /** @description The provider's id of the account behind it; empty where its app has a single one. */
      account?: string;
      appId?: components['schemas']['AppId'] | null;
      /** @description The kind of channel. */
      channel: string;
      /** @description When it was made. */
      createdAt: components['schemas']['Time'];
      /** @description Its id. */
      id: components['schemas']['InboxId'];
      /** @description Whether the site proves who its visitors are. */
      identitySecretSet: boolean;
      /** @description The public key of its widget. */
      key: string;
      /** @description Its name. */
      name: string;
      /** @description What is set on it. */
      settings: components['schemas']['InboxSetup'];
      /** @description What to paste into the site's pages; empty where there is an app. */
      snippet: string;
      /**
       * Format: int64
       * @description Its version, the `ETag` of edits.
       */
      version: number;
    };
    /** @description What to change. */
    InboxChange: {
      /** @description Its name. */
      name?: string | null;
      settings?: components['schemas']['InboxSetup'] | null;
    };
    /** @description An inbox as visitors see it. */
    InboxFace: {
      attachments: components['schemas']['AttachmentRules'];
      company: string;
      greeting: string;
      hours: components['schemas']['OpeningState'];
      language: components['schemas']['Language'];
      name: string;
      preChat: components['schemas']['PreChat'];
      theme: components['schemas']['WidgetTheme'];
    };
    /**
     * Format: uuid
     * @description One configured account of a channel 接入点.
     */
    InboxId: string;
    /** @description How an inbox does. */
    InboxPulse: {
      /** @description The last 24 hours. */
      day: components['schemas']['DayPulse'];
      /** @description The last 24 hours, each by itself, oldest first. */
      hours: components['schemas']['HourPulse'][];
      /** @description Which. */
      inboxId: components['schemas']['InboxId'];
      lastError?: components['schemas']['LastError'] | null;
      lastInboundAt?: components['schemas']['Time'] | null;
      lastOutboundAt?: components['schemas']['Time'] | null;
      /** @description Its name. */
      name: string;
      /**
       * Format: int64
       * @description How many messages wait to go out.
       */
      waiting: number;
      waitingSince?: components['schemas']['Time'] | null;
    };
    /** @description Everything that is set on an inbox. */
    InboxSetup: {
      /** @description Which files visitors may send. */
      attachments: components['schemas']['FileRules'];
      /**
       * Format: int64
       * @description Minutes of silence after which a consultation ends, at most 30 days; 0 = never.
       */
      autoEndMinutes: number;
      /**
       * Format: int64
       * @description Minutes within which a message after the end continues the old consultation, at most a week.
       */
      continueMinutes: number;
      /** @description The first thing a visitor reads for whose language `greetings` has none, at most 1,000 characters. */
      greeting: string;
      /** @description The first thing a visitor reads, by the language of the widget; an empty one is not kept. */
      greetings: {
        [key: string]: string;
      };
      /** @description Working hours. */
      hours: components['schemas']['WorkingHours'];
      /** @description The form before a chat. */
      preChat: components['schemas']['Form'];
      /** @description The teams that serve it; none = everyone. */
      teamIds: components['schemas']['TeamId'][];
      /** @description How the widget looks. */
      theme: components['schemas']['Look'];
    };
    /** @description An open invitation. */
    Invitation: {
      email: string;
      expiresAt: components['schemas']['Time'];
      id: components['schemas']['InvitationId'];
      roleId: components['schemas']['RoleId'];
      /** @description A name, or the key of a standard role. */
      roleName: string;
      teamIds: components['schemas']['TeamId'][];
    };
    /**
     * Format: uuid
     * @description An invitation to become an agent.
     */
    InvitationId: string;
    /** @description Whom to invite. */
    Invite: {
      /** @description Their address. */
      email: components['schemas']['Email'];
      /** @description Their role to be. */
      roleId: components['schemas']['RoleId'];
      /** @description Their teams to be. */
      teamIds?: components['schemas']['TeamId'][];
    };
    /** @description What was made; the link is shown this once. */
    Invited: {
      expiresAt: components['schemas']['Time'];
      id: components['schemas']['InvitationId'];
      /** @description The single-use link. Made from the configured address, never from a request's headers. */
      link: string;
    };
    /** @description A colleague who was invited. */
    InvitedColleague: {
      /** @description Who. */
      agentId: components['schemas']['AgentId'];
      /** @description Since when. */
      at: components['schemas']['Time'];
      /** @description Who invited them. */
      by: components['schemas']['AgentId'];
      /** @description What they may do, and whether the customer is told. */
      part: components['schemas']['Part'];
      /** @description What for, if somebody said so. */
      reason?: string;
    };
    /**
     * @description Whether the customer is told.
     * @enum {string}
     */
    InvitedHow: 'openly' | 'silently';
    /**
     * @description A language of the interface; both are complete.
     * @enum {string}
     */
    Language: 'zh-CN' | 'en';
    /** @description Who served a customer last 熟客优先. */
    LastAgent: {
      /** @description Also when that was in another inbox. */
      anyInbox: boolean;
      /**
       * Format: int32
       * @description How many places above their limit it may take; 0 to 2.
       */
      beyond: number;
      /** @description Whether they are asked first. */
      on: boolean;
      /**
       * Format: int32
       * @description How long it waits for them, in seconds; at most 3,600.
       */
      waitSeconds: number;
      /**
       * Format: int32
       * @description For at most so many days since; 1 to 365.
       */
      withinDays: number;
    };
    /** @description The last error. */
    LastError: {
      /** @description When. */
      at: components['schemas']['Time'];
      /** @description The provider's words; empty for none. */
      detail: string;
      /** @description The stable key of the reason. */
      kind: string;
    };
    /**
     * @description What the launcher shows.
     * @enum {string}
     */
    LauncherKind: 'icon' | 'label';
    /** @description How many were left out, and for which reason: the first that applies. */
    LeftOut: {
      /**
       * Format: int32
       * @description Had it already, or declined it.
       */
      barred: number;
      /**
       * Format: int32
       * @description Had no place free.
       */
      full: number;
      /**
       * Format: int32
       * @description Were too far away.
       */
      place: number;
      /**
       * Format: int32
       * @description Lacked a skill.
       */
      skill: number;
      /** @description By how they stood. */
      standing: [
        'here' | 'paced' | 'excluded' | 'busy' | 'break' | 'away' | 'invisible' | 'offline',
        number,
      ][];
    };
    /**
     * @description Whose value a field is.
     * @enum {string}
     */
    Level: 'app' | 'inbox';
    /** @description A link with a preview: an article, a post, a mini program's page. */
    Link: {
      /** @description A line about it. */
      description?: string;
      /** @description Its heading. */
      title: string;
      /** @description Where it leads; empty when it opens only inside the customer's app. */
      url?: string;
    };
    /** @description A place somebody shared. */
    Location: {
      /** @description Where it is, in words. */
      address?: string;
      /** @description North positive. */
      latitude: components['schemas']['Degrees'];
      /** @description East positive. */
      longitude: components['schemas']['Degrees'];
      /** @description What it is called. */
      name?: string;
    };
    /** @description How the widget looks. */
    Look: {
      /** @description Whether it is light or dark. */
      appearance: components['schemas']['Appearance'];
      /** @description The accent colour, `#RRGGBB`. */
      color: string;
      /** @description What the launcher shows. */
      launcher: components['schemas']['LauncherKind'];
      /** @description On which side the launcher stands. */
      position: components['schemas']['Side'];
    };
    /** @description What a mail has that other messages have not. */
    Mail: {
      /** @description A machine answered: out of office, a list, a bounce. */
      automatic?: boolean;
      /** @description Who got a copy. */
      cc?: string[];
      /** @description The domain's signature holds. */
      dkim?: components['schemas']['Proof'];
      /** @description The domain's own rule is met. */
      dmarc?: components['schemas']['Proof'];
      /** @description Who sent it, as written: `Name <address>`. */
      from?: string;
      /** @description Its sanitised HTML: no script, no remote picture, no form. Empty when it was plain text. */
      html?: string;
      /** @description What it quotes of earlier mails, folded away; the message's text is without it. */
      quoted?: string;
      /** @description The sending server was allowed to. */
      spf?: components['schemas']['Proof'];
      /** @description Its subject. */
      subject: string;
      /** @description To whom else. */
      to?: string[];
    };
    /** @description Who looks after the customer. */
    Manager: {
      agentId?: components['schemas']['AgentId'] | null;
    };
    /** @description Oneself. */
    Me: {
      agent: components['schemas']['MyAgent'];
      permissions: components['schemas']['Grant'][];
      switches: components['schemas']['Switch'][];
      workspace: components['schemas']['MyWorkspace'];
    };
    /**
     * @description A way to reach a customer again, in the order of the ladder.
     * @enum {string}
     */
    Means: 'notice' | 'sms' | 'mail' | 'phoneTask';
    /** @description Whom a note names, with the name they had then. */
    Mention:
      | {
          /** @description Who. */
          id: components['schemas']['AgentId'];
          /** @enum {string} */
          kind: 'agent';
          /** @description Their name. */
          name: string;
        }
      | {
          /** @description Which. */
          id: components['schemas']['TeamId'];
          /** @enum {string} */
          kind: 'team';
          /** @description Its name. */
          name: string;
        };
    /** @description Words with things to press: menu, buttons, card. The words above stand in the message's text. */
    Menu: {
      /** @description What can be pressed. */
      choices: components['schemas']['Choice'][];
      /** @description The words below. */
      tail?: string;
      /** @description The heading of a card; empty for a plain menu. */
      title?: string;
    };
    /** @description One line of a thread. */
    Message: {
      /** @description When. */
      at: components['schemas']['Time'];
      /** @description The files. */
      attachments: components['schemas']['AttachmentRef'][];
      /** @description Who said it. */
      author: components['schemas']['Actor'];
      clientId?: components['schemas']['ClientId'] | null;
      /** @description Files that are still at the provider's. */
      coming?: components['schemas']['Coming'][];
      /** @description The consultation it was said in. */
      consultationId: components['schemas']['ConsultationId'];
      content?: components['schemas']['Content'] | null;
      /** @description The conversation it belongs to. */
      conversationId: components['schemas']['ConversationId'];
      delivery?: components['schemas']['Delivery'] | null;
      /** @description For whom. */
      direction: components['schemas']['Direction'];
      editedAt?: components['schemas']['Time'] | null;
      event?: components['schemas']['EventLine'] | null;
      /** @description The provider's ids of its parts. */
      external?: string[];
      failure?: components['schemas']['DeliveryFailure'] | null;
      /** @description Its id. */
      id: components['schemas']['MessageId'];
      /** @description What it holds. */
      kind: components['schemas']['MessageKind'];
      /** @description Notes only: whom it names. */
      mentions?: components['schemas']['Mention'][];
      /**
       * Format: int64
       * @description Its place among what the customer can see; none for internal lines.
       */
      position?: number | null;
      /** @description Reactions to it. */
      reactions?: components['schemas']['Reaction'][];
      recalledAt?: components['schemas']['Time'] | null;
      /**
       * Format: int64
       * @description The line of the thread it answers, by its number.
       */
      repliesTo?: number | null;
      /**
       * Format: int64
       * @description The log's number of the event that brought it: the order of the thread.
       */
      seq: number;
      /** @description The words. */
      text: components['schemas']['Text'];
    };
    /**
     * Format: uuid
     * @description A message, a note or an event line.
     */
    MessageId: string;
    /**
     * @description What a line holds.
     * @enum {string}
     */
    MessageKind: 'text' | 'image' | 'file' | 'rich' | 'note' | 'event';
    /** @description One's seat. */
    MyAgent: {
      email: string;
      id: components['schemas']['AgentId'];
      language: string;
      name: string;
      /** @description A name, or the key of a standard role. */
      roleName: string;
      status: components['schemas']['AgentStatus'];
      /** @description Since when. */
      statusAt: components['schemas']['Time'];
      statusReason?: string | null;
      statusUntil?: components['schemas']['Time'] | null;
      theme: string;
    };
    /** @description What to change. */
    MyChange: {
      language?: components['schemas']['Language'] | null;
      name?: string | null;
      theme?: components['schemas']['Theme'] | null;
    };
    /** @description A signed-in browser. */
    MySignIn: {
      address: string;
      createdAt: components['schemas']['Time'];
      current: boolean;
      id: components['schemas']['SignInId'];
      lastSeenAt: components['schemas']['Time'];
      userAgent: string;
    };
    /** @description The status chosen. */
    MyStatus: {
      /** @description Why, for a break: one of the workspace's reasons. */
      reason?: string | null;
      status: components['schemas']['AgentStatus'];
    };
    /** @description One's workspace. */
    MyWorkspace: {
      id: components['schemas']['WorkspaceId'];
      language: components['schemas']['Language'];
      name: string;
      presence: components['schemas']['PresenceRules'];
      timeZone: string;
    };
    /** @description An app to be. */
    NewApp: {
      /** @description The kind of channel. */
      channel: string;
      /** @description Its name. */
      name: string;
      /** @description What the channel's form asks for. */
      settings?: {
        [key: string]: string;
      };
    };
    /** @description An inbox to be. */
    NewAppInbox: {
      /** @description The provider's id of its account, as connecting tells it. */
      account: string;
      /** @description Its name. */
      name: string;
    };
    /** @description Whom, how, and what for. */
    NewColleague: {
      agentId: components['schemas']['AgentId'];
      how: components['schemas']['InvitedHow'];
      /** @description In a line of at most 200 characters; may be empty. */
      reason?: string;
    };
    /** @description What is said first, and where. */
    NewConversation: {
      /** @description The sender's own id of it: saying it twice says it once. */
      clientId: components['schemas']['ClientId'];
      content?: components['schemas']['SayContent'] | null;
      from?: components['schemas']['ConversationId'] | null;
      /** @description The inbox it goes out by: its channel has to begin threads with an address that is known of the customer. */
      inboxId: components['schemas']['InboxId'];
      /** @description The words. */
      text?: components['schemas']['Text'];
    };
    /** @description An inbox to be. */
    NewInbox: {
      /** @description The kind of channel. */
      channel: string;
      /** @description Its name. */
      name: string;
    };
    /** @description What is noted: words, files, or both. */
    NewNote: {
      /** @description Files uploaded before, at most 10. */
      attachmentIds?: components['schemas']['AttachmentId'][];
      /** @description The sender's own id of it: noting it twice notes it once. */
      clientId: components['schemas']['ClientId'];
      /** @description Whom it names; they are told, and follow the conversation from then on. */
      mentions?: components['schemas']['NoteMentions'];
      /** @description The words. */
      text?: components['schemas']['Text'];
    };
    /** @description A call to be made. */
    NewPhoneTask: {
      agentId?: components['schemas']['AgentId'] | null;
      /** @description The sender's own id of it: asking for it twice asks once. */
      clientId: components['schemas']['ClientId'];
      teamId?: components['schemas']['TeamId'] | null;
      /** @description What to say. */
      text: components['schemas']['Text'];
      /** @description When it is time. */
      until: components['schemas']['Time'];
    };
    /** @description A role to be. */
    NewRole: {
      /** @description What it may do: nothing that its maker may not. */
      grants: components['schemas']['Grant'][];
      /** @description Its name. */
      name: string;
    };
    /** @description A skill to be. */
    NewSkill: {
      /** @description The language it is the command of, `zh` or `en`. */
      language?: string | null;
      /** @description Its name. */
      name: string;
    };
    /** @description A tag to be. */
    NewTag: {
      /** @description Its colour, `#RRGGBB`. */
      color: string;
      /** @description Its name. */
      name: string;
    };
    /** @description A team to be. */
    NewTeam: {
      hours?: components['schemas']['Hours'] | null;
      /** @description Who belongs to it. */
      memberIds?: components['schemas']['AgentId'][];
      /** @description Its name. */
      name: string;
    };
    /** @description One that was not sent again. */
    NotRetried: {
      /** @description Why: the code of the problem. */
      code: string;
      /** @description Which. */
      id: components['schemas']['DeliveryId'];
    };
    /** @description Whom a note names, at most 20. */
    NoteMentions: {
      /** @description Colleagues. */
      agentIds?: components['schemas']['AgentId'][];
      /** @description Teams: everybody in them. */
      teamIds?: components['schemas']['TeamId'][];
    };
    /** @description A workspace in which an account has an open seat. */
    OpenWorkspace: {
      /** @description Which. */
      id: components['schemas']['WorkspaceId'];
      /** @description Its name. */
      name: string;
    };
    /**
     * @description One opening, `from` inclusive, `to` exclusive, "HH:MM"; "24:00" is the end of the day. One that closes before it
     *     opens runs past midnight into the next day: 22:00–02:00.
     */
    Opening: {
      /** @description Opens, "09:00". */
      from: string;
      /** @description Closes, "18:00". */
      to: string;
    };
    /** @description Whether the desk is open. */
    OpeningState: {
      nextOpenAt?: components['schemas']['Time'] | null;
      notice: string;
      open: boolean;
    };
    /**
     * @description What was to be done.
     * @enum {string}
     */
    OrderKind: 'say' | 'edit' | 'recall' | 'react' | 'read' | 'serve' | 'end';
    /**
     * @description How far the sign-in has come.
     * @enum {string}
     */
    Outcome: 'ok' | 'chooseWorkspace' | 'needsSecondFactor';
    /** @description A page a visitor looks at. */
    PageSeen: {
      /** @description Where they came from. */
      referrer?: string;
      /** @description Its title. */
      title?: string;
      /** @description Its address. */
      url: string;
    };
    /** @description One page. */
    Page_Agent: {
      /** @description The items. */
      items: {
        /** @description Whether the seat is closed. */
        disabled: boolean;
        email: string;
        id: components['schemas']['AgentId'];
        name: string;
        roleId: components['schemas']['RoleId'];
        /** @description A name, or the key of a standard role. */
        roleName: string;
        /** @description As colleagues see it: who is invisible is offline. */
        status: components['schemas']['AgentStatus'];
        teamIds: components['schemas']['TeamId'][];
        /**
         * Format: int64
         * @description Its version, the `ETag` of edits.
         */
        version: number;
      }[];
      /** @description Where the next page begins; none at the end. */
      nextCursor?: string | null;
    };
    /** @description One page. */
    Page_AgentRoutingView: {
      /** @description The items. */
      items: {
        /** @description Who. */
        agentId: components['schemas']['AgentId'];
        /** @description What. */
        routing: components['schemas']['AgentRouting'];
        /**
         * Format: int64
         * @description The agent's version, the `ETag` of edits.
         */
        version: number;
      }[];
      /** @description Where the next page begins; none at the end. */
      nextCursor?: string | null;
    };
    /** @description One page. */
    Page_AuditEntry: {
      /** @description The items. */
      items: {
        /** @description What was done, `agents.update`. */
        act: string;
        actor: components['schemas']['Party'];
        /** @description From where. */
        address: string;
        /** @description After, likewise. */
        after: Record<string, never> | null;
        at: components['schemas']['Time'];
        /** @description Before; personal values masked. */
        before: Record<string, never> | null;
        id: components['schemas']['AuditId'];
        object: components['schemas']['Party'];
      }[];
      /** @description Where the next page begins; none at the end. */
      nextCursor?: string | null;
    };
    /** @description One page. */
    Page_Conversation: {
      /** @description The items. */
      items: {
        agentId?: components['schemas']['AgentId'] | null;
        /** @description Their name. */
        agentName?: string | null;
        blockedUsAt?: components['schemas']['Time'] | null;
        /** @description The inbox's channel. */
        channel: string;
        /** @description Who takes part beside the one responsible; absent while nobody does. */
        collaboration?: components['schemas']['Collaboration'];
        consultationId?: components['schemas']['ConsultationId'] | null;
        /**
         * Format: int64
         * @description Its number in the workspace.
         */
        consultationNumber?: number | null;
        /** @description Who writes. */
        customerId: components['schemas']['CustomerId'];
        /** @description Their name; empty while unknown. */
        customerName: string;
        /**
         * Format: int64
         * @description The customer has seen everything up to this position.
         */
        customerReadPosition: number;
        /**
         * Format: int64
         * @description The customer's device has everything up to this position.
         */
        customerReceivedPosition: number;
        endedAt?: components['schemas']['Time'] | null;
        endedBy?: components['schemas']['EndedBy'] | null;
        firstReplyAt?: components['schemas']['Time'] | null;
        /** @description Who on the provider's side holds the thread, so that we cannot write; empty while nobody there has taken it yet. */
        heldBy?: string | null;
        /** @description Its id. */
        id: components['schemas']['ConversationId'];
        /**
         * Format: int64
         * @description Customer messages ever; an agent's unread is this minus what they have read.
         */
        inboundCount: number;
        /** @description Where it arrives. */
        inboxId: components['schemas']['InboxId'];
        /** @description When somebody last spoke. */
        lastAt: components['schemas']['Time'];
        /** @description Who said it. */
        lastDirection: components['schemas']['Direction'];
        /** @description What it held. */
        lastKind: components['schemas']['MessageKind'];
        /** @description The beginning of what was last said. */
        lastText: string;
        offeredUntil?: components['schemas']['Time'] | null;
        openedAt?: components['schemas']['Time'] | null;
        /** @description How urgent it is. */
        priority?: components['schemas']['Priority'];
        snoozedUntil?: components['schemas']['Time'] | null;
        /** @description Where its current consultation stands. */
        status: components['schemas']['Status'];
        /** @description Labels. */
        tags: components['schemas']['TagId'][];
        teamId?: components['schemas']['TeamId'] | null;
        /**
         * Format: int64
         * @description Rises with every change; the `ETag`.
         */
        version: number;
        waitingSince?: components['schemas']['Time'] | null;
        window?: components['schemas']['Window'] | null;
      }[];
      /** @description Where the next page begins; none at the end. */
      nextCursor?: string | null;
    };
    /** @description One page. */
    Page_Decision: {
      /** @description The items. */
      items: {
        /** @description Who got it. */
        agentId: components['schemas']['AgentId'];
        /** @description When. */
        at: components['schemas']['Time'];
        /** @description For which consultation. */
        consultationId: components['schemas']['ConsultationId'];
        /** @description Its id. */
        id: components['schemas']['DecisionId'];
        /** @description Why. */
        reasons: components['schemas']['DecisionBody'];
      }[];
      /** @description Where the next page begins; none at the end. */
      nextCursor?: string | null;
    };
    /** @description One page. */
    Page_Grantable: {
      /** @description The items. */
      items: {
        permission: components['schemas']['Permission'];
        scopes: components['schemas']['Scope'][];
      }[];
      /** @description Where the next page begins; none at the end. */
      nextCursor?: string | null;
    };
    /** @description One page. */
    Page_Inbox: {
      /** @description The items. */
      items: {
        /** @description The provider's id of the account behind it; empty where its app has a single one. */
        account?: string;
        appId?: components['schemas']['AppId'] | null;
        /** @description The kind of channel. */
        channel: string;
        /** @description When it was made. */
        createdAt: components['schemas']['Time'];
        /** @description Its id. */
        id: components['schemas']['InboxId'];
        /** @description Whether the site proves who its visitors are. */
        identitySecretSet: boolean;
        /** @description The public key of its widget. */
        key: string;
        /** @description Its name. */
        name: string;
        /** @description What is set on it. */
        settings: components['schemas']['InboxSetup'];
        /** @description What to paste into the site's pages; empty where there is an app. */
        snippet: string;
        /**
         * Format: int64
         * @description Its version, the `ETag` of edits.
         */
        version: number;
      }[];
      /** @description Where the next page begins; none at the end. */
      nextCursor?: string | null;
    };
    /** @description One page. */
    Page_Invitation: {
      /** @description The items. */
      items: {
        email: string;
        expiresAt: components['schemas']['Time'];
        id: components['schemas']['InvitationId'];
        roleId: components['schemas']['RoleId'];
        /** @description A name, or the key of a standard role. */
        roleName: string;
        teamIds: components['schemas']['TeamId'][];
      }[];
      /** @description Where the next page begins; none at the end. */
      nextCursor?: string | null;
    };
    /** @description One page. */
    Page_MySignIn: {
      /** @description The items. */
      items: {
        address: string;
        createdAt: components['schemas']['Time'];
        current: boolean;
        id: components['schemas']['SignInId'];
        lastSeenAt: components['schemas']['Time'];
        userAgent: string;
      }[];
      /** @description Where the next page begins; none at the end. */
      nextCursor?: string | null;
    };
    /** @description One page. */
    Page_PastConsultation: {
      /** @description The items. */
      items: {
        agentId?: components['schemas']['AgentId'] | null;
        agentName?: string | null;
        conversationId: components['schemas']['ConversationId'];
        endedAt?: components['schemas']['Time'] | null;
        endedBy?: components['schemas']['EndedBy'] | null;
        id: components['schemas']['ConsultationId'];
        /** Format: int64 */
        number: number;
        openedAt: components['schemas']['Time'];
        status: components['schemas']['Status'];
        /** @description The labels of its conversation. */
        tags: components['schemas']['TagId'][];
      }[];
      /** @description Where the next page begins; none at the end. */
      nextCursor?: string | null;
    };
    /** @description One page. */
    Page_Role: {
      /** @description The items. */
      items: {
        /** @description Whether it is a standard one: those can be copied, not changed. */
        builtIn: boolean;
        /** @description What it may do. */
        grants: components['schemas']['Grant'][];
        /** @description Its id. */
        id: components['schemas']['RoleId'];
        /** @description Its name, or the key of a standard role, which the interface names. */
        name: string;
        /**
         * Format: int64
         * @description Its version, the `ETag` of edits.
         */
        version: number;
      }[];
      /** @description Where the next page begins; none at the end. */
      nextCursor?: string | null;
    };
    /** @description One page. */
    Page_SearchHit: {
      /** @description The items. */
      items: {
        /** @description Where, as it stands now. */
        conversation: components['schemas']['Conversation'];
        /** @description Stretches of the text to mark: [start, end) in UTF-16 code units. */
        highlights: number[][];
        /** @description What was said. */
        message: components['schemas']['Message'];
      }[];
      /** @description Where the next page begins; none at the end. */
      nextCursor?: string | null;
    };
    /** @description One page. */
    Page_Skill: {
      /** @description The items. */
      items: {
        /** @description Its id. */
        id: components['schemas']['SkillId'];
        /** @description The language it is the command of, `zh` or `en`; none = another skill. */
        language?: string | null;
        /** @description Its name. */
        name: string;
        /**
         * Format: int64
         * @description Its version, the `ETag` of edits.
         */
        version: number;
      }[];
      /** @description Where the next page begins; none at the end. */
      nextCursor?: string | null;
    };
    /** @description One page. */
    Page_Tag: {
      /** @description The items. */
      items: {
        /** @description Its colour, `#RRGGBB`. */
        color: string;
        /** @description Its id. */
        id: components['schemas']['TagId'];
        /** @description Its name. */
        name: string;
        /**
         * Format: int64
         * @description Its version, the `ETag` of edits.
         */
        version: number;
      }[];
      /** @description Where the next page begins; none at the end. */
      nextCursor?: string | null;
    };
    /** @description One page. */
    Page_Team: {
      /** @description The items. */
      items: {
        hours?: components['schemas']['Hours'] | null;
        /** @description Its id. */
        id: components['schemas']['TeamId'];
        /** @description Who belongs to it. */
        memberIds: components['schemas']['AgentId'][];
        /** @description Its name. */
        name: string;
        /**
         * Format: int64
         * @description Its version, the `ETag` of edits.
         */
        version: number;
      }[];
      /** @description Where the next page begins; none at the end. */
      nextCursor?: string | null;
    };
    /** @description One page. */
    Page_TeamRoutingView: {
      /** @description The items. */
      items: {
        /** @description What. */
        routing: components['schemas']['TeamRouting'];
        /** @description Which. */
        teamId: components['schemas']['TeamId'];
        /**
         * Format: int64
         * @description The team's version, the `ETag` of edits.
         */
        version: number;
      }[];
      /** @description Where the next page begins; none at the end. */
      nextCursor?: string | null;
    };
    /**
     * @description How somebody takes part.
     * @enum {string}
     */
    Part: 'follows' | 'whispers' | 'joins';
    /** @description Somebody or something in a record, as it was then. */
    Party: {
      /**
       * Format: uuid
       * @description Its id.
       */
      id?: string | null;
      /** @description What it is. */
      kind: string;
      /** @description Its name then. */
      name: string;
    };
    /** @description The old password and the new one. */
    PasswordChange: {
      /** @description The one that holds now: an unlocked screen is not enough. */
      currentPassword: string;
      /** @description The new one, 12 to 128 characters. */
      password: string;
    };
    /** @description One episode. */
    PastConsultation: {
      agentId?: components['schemas']['AgentId'] | null;
      agentName?: string | null;
      conversationId: components['schemas']['ConversationId'];
      endedAt?: components['schemas']['Time'] | null;
      endedBy?: components['schemas']['EndedBy'] | null;
      id: components['schemas']['ConsultationId'];
      /** Format: int64 */
      number: number;
      openedAt: components['schemas']['Time'];
      status: components['schemas']['Status'];
      /** @description The labels of its conversation. */
      tags: components['schemas']['TagId'][];
    };
    /** @description What a provider sent, with problems. */
    Payload: {
      /** @description When it came. */
      at: components['schemas']['Time'];
      /** @description Its body, at most 64 KiB of it. */
      body: string;
      /** @description Whether it can be read again. */
      canReplay: boolean;
      /** @description Whether it was longer than what is shown. */
      cut: boolean;
      /** @description How the body is written. */
      encoding: components['schemas']['PayloadEncoding'];
      /**
       * Format: int64
       * @description How many events it held.
       */
      events: number;
      /** @description Its id. */
      id: components['schemas']['PayloadId'];
      /** @description What could not be read. */
      problems: components['schemas']['PayloadFault'][];
    };
    /**
     * @description How a payload's body is written.
     * @enum {string}
     */
    PayloadEncoding: 'text' | 'base64';
    /** @description Something wrong with a part of a payload. */
    PayloadFault: {
      /** @description Where in it; empty for the whole. */
      at: string;
      /** @description The same as a stable code, for words in other languages; none where there is none. */
      code?: string | null;
      /** @description What is wrong, in English, with every detail. */
      what: string;
      /** @description What the code names: a field, a kind, an account. */
      with?: {
        [key: string]: string;
      };
    };
    /**
     * Format: uuid
     * @description What a provider sent, as it came.
     */
    PayloadId: string;
    /**
     * @description One kind of act. Every endpoint declares the one it needs.
     * @enum {string}
     */
    Permission:
      | 'conversations.read'
      | 'conversations.reply'
      | 'conversations.note'
      | 'conversations.assign'
      | 'conversations.end'
      | 'conversations.tag'
      | 'customers.edit'
      | 'agents.manage'
      | 'agents.set_status'
      | 'teams.manage'
      | 'roles.manage'
      | 'routing.manage'
      | 'inboxes.manage'
      | 'tags.manage'
      | 'workspace.manage'
      | 'audit.read';
    /** @description A place customers write from and agents look after: names as the address book spells them. */
    Place: {
      /** @description The city 市; none = the whole province. */
      city?: string | null;
      /** @description The province 省. */
      province: string;
    };
    /** @description Points, in hundredths. */
    Points: {
      /**
       * Format: int32
       * @description For idle time.
       */
      idle: number;
      /**
       * Format: int32
       * @description For being known.
       */
      known: number;
      /**
       * Format: int32
       * @description For free places.
       */
      load: number;
    };
    /**
     * @description Who gets it, among equals.
     * @enum {string}
     */
    Policy:
      | 'scores'
      | 'roundRobin'
      | 'leastLoaded'
      | 'longestIdle'
      | 'fastestResponder'
      | 'weighted'
      | 'random'
      | 'claim'
      | 'byHand';
    /**
     * @description What a channel's conversations take from a person. Pools do not share places.
     * @enum {string}
     */
    Pool: 'chat' | 'mail' | 'call';
    /** @description The form before a chat. */
    PreChat: {
      enabled: boolean;
      fields: components['schemas']['PreChatFace'][];
    };
    /** @description One of its fields. */
    PreChatFace: {
      key: string;
      kind: components['schemas']['FieldKind'];
      label: string;
      required: boolean;
    };
    /** @description What a workspace says of presence. */
    PresenceRules: {
      /**
       * Format: int64
       * @description So many seconds of after-contact work 话后整理 begin when a consultation that an agent served has ended, at most
       *     3,600; 0 = none.
       */
      afterContactSeconds: number;
      /**
       * Format: int64
       * @description After so many minutes without a page at the desk an agent is away, 0 to 30.
       */
      awayAfterMinutes: number;
      /** @description The reasons for breaks to choose from, at most 20; none = a break needs no reason. */
      breaks: components['schemas']['BreakReason'][];
    };
    /**
     * @description The class of a consultation: who waits in a higher one is served earlier, see `routing` for by how much.
     * @enum {string}
     */
    Priority: 'low' | 'normal' | 'high' | 'vip' | 'urgent';
    /** @description Its JSON. */
    Problem: {
      /** @description The stable code; also the text key. */
      code: string;
      /** @description More, when there is more to say. */
      detail?: string | null;
      /** @description The field that is wrong. */
      field?: string | null;
      /**
       * Format: int32
       * @description The HTTP status.
       */
      status: number;
      /** @description One sentence. */
      title: string;
      /** @description Under which id the server's log has it. */
      traceId?: string | null;
      /** @description Where the code is documented. */
      type: string;
    };
    /**
     * @description Whether what a mail says of its sender was proved.
     * @enum {string}
     */
    Proof: 'pass' | 'fail' | 'none';
    /**
     * @description What that is not ours has agreed with our reading of the protocol.
     * @enum {string}
     */
    Proved: 'server' | 'sdk' | 'vectors' | 'nothing';
    /** @description What a provider said. */
    ProviderError: {
      /** @description The provider's code; empty for none. */
      code: string;
      /** @description The provider's words; empty for none. */
      detail: string;
      /** @description The stable key of the reason. */
      kind: string;
    };
    /** @description One question about a conversation. */
    Question: {
      /** @description About what: see [`FIELDS`]. */
      field: string;
      /** @description How. */
      is: components['schemas']['Comparison'];
      /** @description With what. */
      values?: string[];
    };
    /** @description An account that the credentials reach. */
    ReachedAccount: {
      /** @description The provider's id of it. */
      account: string;
      inboxId?: components['schemas']['InboxId'] | null;
      /** @description What it is called there. */
      name: string;
    };
    /** @description Somebody's reaction to a line. */
    Reaction: {
      /** @description Whose. */
      by: components['schemas']['ActorKind'];
      /** @description An emoji, or the provider's word. */
      emoji: string;
    };
    /** @description How far an agent has read a conversation. */
    ReadMark: {
      /** @description Who. */
      agent: components['schemas']['AgentId'];
      /**
       * Format: int64
       * @description Up to which customer message, counted from the first ever.
       */
      count: number;
    };
    /** @description Up to which customer message, counted from the first ever. */
    ReadUpTo: {
      /** Format: int64 */
      count: number;
    };
    /**
     * @description How far the provider tells us what became of a message.
     * @enum {string}
     */
    Receipts: 'sent' | 'failed' | 'delivered' | 'read';
    /** @description What comes after the demo. */
    Removed: {
      /** @description Where to set one's own desk up; none when the installation holds another workspace. */
      setUp?: string | null;
    };
    /** @description What is still wrong. */
    Replayed: {
      /** @description What could not be read this time. */
      problems: components['schemas']['PayloadFault'][];
    };
    /** @description Who is to be responsible: exactly one of them. */
    Responsible: {
      agentId?: components['schemas']['AgentId'] | null;
      teamId?: components['schemas']['TeamId'] | null;
    };
    /** @description What came of it. */
    Retried: {
      /** @description These are not, and stay in the list. */
      refused: components['schemas']['NotRetried'][];
      /**
       * Format: int64
       * @description So many are on their way again.
       */
      retried: number;
    };
    /** @description Which. */
    Retry: {
      /** @description 1 to 200 of them. */
      ids: components['schemas']['DeliveryId'][];
    };
    /** @description What it is to say. */
    Rewording: {
      /** @description The words from now on. */
      text: components['schemas']['Text'];
    };
    /** @description A named set of grants. */
    Role: {
      /** @description Whether it is a standard one: those can be copied, not changed. */
      builtIn: boolean;
      /** @description What it may do. */
      grants: components['schemas']['Grant'][];
      /** @description Its id. */
      id: components['schemas']['RoleId'];
      /** @description Its name, or the key of a standard role, which the interface names. */
      name: string;
      /**
       * Format: int64
       * @description Its version, the `ETag` of edits.
       */
      version: number;
    };
    /** @description What to change. */
    RoleChange: {
      /** @description What it may do, all of it. */
      grants?: components['schemas']['Grant'][] | null;
      /** @description Its name. */
      name?: string | null;
    };
    /**
     * Format: uuid
     * @description A named set of grants.
     */
    RoleId: string;
    /** @description How is chosen among equals. */
    RoutingChoice: {
      /** @description By what. */
      policy: components['schemas']['Policy'];
      /** @description With which points, where points decide. */
      scores: components['schemas']['Scores'];
    };
    /** @description What the workspace set. */
    RoutingView: {
      /** @description The settings. */
      settings: components['schemas']['Settings'];
      /**
       * Format: int64
       * @description Their version, the `ETag` of edits; 0 before anything was set.
       */
      version: number;
    };
    /** @description A rule. */
    Rule: {
      /** @description When it counts. */
      during?: components['schemas']['During'];
      /** @description Its id. */
      id: components['schemas']['RuleId'];
      /** @description Its name. */
      name: string;
      /** @description Whether it counts. */
      on: boolean;
      /** @description What follows. */
      then: components['schemas']['RuleOutcome'];
      /** @description What it asks. */
      when: components['schemas']['Condition'];
    };
    /**
     * Format: uuid
     * @description A rule of routing.
     */
    RuleId: string;
    /** @description What follows from a rule. */
    RuleOutcome: {
      agentId?: components['schemas']['AgentId'] | null;
      priority?: components['schemas']['Priority'] | null;
      /** @description With these skills. */
      skills?: components['schemas']['SkillAsked'][];
      teamId?: components['schemas']['TeamId'] | null;
    };
    /** @description What a rule came to. */
    RuleTried: {
      against?: components['schemas']['Question'] | null;
      /** @description Whether it matched. */
      matched: boolean;
      /** @description Its name then. */
      name: string;
      /** @description Which. */
      ruleId: components['schemas']['RuleId'];
    };
    /** @description Attributes to set; null removes one. */
    Said: {
      /** @description Text, number, true or false, or null. */
      attributes: Record<string, never>;
    };
    /** @description What is said: words, files, something richer, or several of them. */
    Say: {
      /** @description Files uploaded before, at most 10. */
      attachmentIds?: components['schemas']['AttachmentId'][];
      /** @description The sender's own id of it: saying it twice says it once. */
      clientId: components['schemas']['ClientId'];
      content?: components['schemas']['SayContent'] | null;
      /**
       * Format: int64
       * @description The line it answers, by its number in the thread.
       */
      repliesTo?: number | null;
      /** @description The words. */
      text?: components['schemas']['Text'];
    };
    /** @description One thing to press. */
    SayChoice: {
      /** @description What comes back when it is pressed, at most 64 bytes. */
      id: string;
      /** @description What stands on it. */
      label: string;
      /** @description Where it leads instead of coming back. */
      url?: string | null;
    };
    /** @description What a message holds besides words and files. */
    SayContent:
      | {
          /** @description Where it is, in words. */
          address?: string;
          /** @description North positive. */
          latitude: components['schemas']['Degrees'];
          /** @description East positive. */
          longitude: components['schemas']['Degrees'];
          /** @description What it is called. */
          name?: string;
          /** @enum {string} */
          type: 'location';
        }
      | {
          /** @enum {string} */
          type: 'sticker';
        }
      | {
          /** @description A line about it. */
          description?: string;
          /** @description Its heading. */
          title: string;
          /** @enum {string} */
          type: 'link';
          /** @description Where it leads. */
          url: string;
        }
      | {
          /** @description Their name. */
          name: string;
          /** @description Their number. */
          phone?: string;
          /** @enum {string} */
          type: 'contact';
        }
      | {
          /** @description What can be pressed, 1 to 20. */
          choices: components['schemas']['SayChoice'][];
          /** @description The words below. */
          tail?: string;
          /** @description The heading of a card; empty for a plain menu. */
          title?: string;
          /** @enum {string} */
          type: 'menu';
        }
      | {
          /** @description Its language, as the provider writes it. */
          language?: string;
          /** @description The provider's id or name of it. */
          name: string;
          /** @description What stands in its gaps, in their order, at most 50. */
          parameters?: string[];
          /** @enum {string} */
          type: 'template';
        }
      | {
          /** @description Its subject; empty to answer under the thread's. */
          subject: string;
          /** @enum {string} */
          type: 'mail';
        };
    /**
     * @description The part of the workspace a grant covers. Scopes of several grants unite.
     * @enum {string}
     */
    Scope: 'own' | 'team' | 'inbox' | 'all';
    /** @description Points of the policy [`Policy::Scores`]. Zero turns a line off. */
    Scores: {
      /**
       * Format: int32
       * @description After the full idle time; in proportion below. At most 100.
       */
      idle: number;
      /**
       * Format: int32
       * @description What counts as the full idle time, in minutes; 1 to 600.
       */
      idleMinutes: number;
      /**
       * Format: int32
       * @description Whom the customer knows. At most 100.
       */
      known: number;
      /**
       * Format: int32
       * @description With all places free; in proportion below. At most 100.
       */
      load: number;
    };
    /** @description A find. */
    SearchHit: {
      /** @description Where, as it stands now. */
      conversation: components['schemas']['Conversation'];
      /** @description Stretches of the text to mark: [start, end) in UTF-16 code units. */
      highlights: number[][];
      /** @description What was said. */
      message: components['schemas']['Message'];
    };
    /** @description The message as it stands. */
    Sent: {
      /** @description The cursor after it. */
      cursor: string;
      message?: components['schemas']['VisitorMessage'] | null;
    };
    /** @description What the set-up page asks. */
    SetUp: {
      company: string;
      email: components['schemas']['Email'];
      language: components['schemas']['Language'];
      name: string;
      password: string;
      timeZone: string;
      token: string;
    };
    /** @description What a workspace sets. */
    Settings: {
      /**
       * Format: int32
       * @description Within how many seconds an agent has to accept, where a team sets nothing; none = it is theirs at once.
       */
      acceptSeconds?: number | null;
      /**
       * Format: int32
       * @description By how many minutes a class comes before the one below it; 0 to 600.
       */
      ageingMinutes: number;
      /**
       * Format: int32
       * @description After how many seconds in which whoever got it said nothing at all it goes to somebody else; none = it stays.
       */
      answerSeconds?: number | null;
      /** @description How much one person takes, where nothing is set for them. */
      capacity: components['schemas']['Capacity'];
      /** @description How is chosen where a team sets nothing. */
      choice: components['schemas']['RoutingChoice'];
      /**
       * Format: int32
       * @description After how many minutes of absence what customers wait for goes to somebody else; none = it stays. What was only
       *     offered goes at once.
       */
      goneMinutes?: number | null;
      /** @description Whether the customer's language is asked for as a skill, where there is one of that language. */
      language: boolean;
      /** @description Who served last. */
      lastAgent: components['schemas']['LastAgent'];
      /** @description The account manager. */
      manager: components['schemas']['InParticular'];
      /** @description Whether who looks after the customer's place comes first. */
      near: boolean;
      otherwiseTeamId?: components['schemas']['TeamId'] | null;
      /**
       * Format: int32
       * @description The least time between two assignments to one person, in seconds; 0 to 600.
       */
      paceSeconds: number;
      /** @description In this order; the first that matches wins. */
      rules: components['schemas']['Rule'][];
      /**
       * Format: int32
       * @description After how many minutes in which the customer said nothing a conversation takes no place any more; none = it does.
       */
      silentMinutes?: number | null;
      /** @description What conversations of a channel weigh. */
      weights: components['schemas']['Weights'];
    };
    /** @description What the set-up page needs. */
    Setup: {
      languages: string[];
      needed: boolean;
    };
    /** @description One step on the provider's side. */
    SetupStep: {
      /** @description What to do. `{callback}` stands for the address to be filled in there, `{KEY}` for the value of a made field. */
      text: components['schemas']['Words'];
    };
    /** @description A conversation and whoever writes. */
    Shown: {
      conversation: components['schemas']['Conversation'];
      customer: components['schemas']['Customer'];
      /**
       * Format: int64
       * @description The log's number it is true at.
       */
      seq: number;
    };
    /**
     * @description Why one cannot write in the thread itself.
     * @enum {string}
     */
    Shut: 'customerBlocked' | 'blockedUs' | 'heldElsewhere' | 'windowClosed' | 'quotaSpent';
    /**
     * @description A side of the page.
     * @enum {string}
     */
    Side: 'left' | 'right';
    /**
     * Format: uuid
     * @description A signed-in browser.
     */
    SignInId: string;
    /** @description Something agents are good at. */
    Skill: {
      /** @description Its id. */
      id: components['schemas']['SkillId'];
      /** @description The language it is the command of, `zh` or `en`; none = another skill. */
      language?: string | null;
      /** @description Its name. */
      name: string;
      /**
       * Format: int64
       * @description Its version, the `ETag` of edits.
       */
      version: number;
    };
    /** @description A skill that is asked for. */
    SkillAsked: {
      /** @description At least so well. */
      level: components['schemas']['SkillLevel'];
      /** @description Without it nobody gets the conversation; otherwise who has it comes first. */
      required: boolean;
      /** @description Which. */
      skillId: components['schemas']['SkillId'];
    };
    /** @description What to change. */
    SkillChange: {
      /** @description The language it is the command of, `zh` or `en`; an empty text removes. */
      language?: string | null;
      /** @description Its name. */
      name?: string | null;
    };
    /** @description A skill somebody has. */
    SkillHeld: {
      /** @description How well. */
      level: components['schemas']['SkillLevel'];
      /** @description Which. */
      skillId: components['schemas']['SkillId'];
    };
    /**
     * Format: uuid
     * @description Something agents are good at 技能.
     */
    SkillId: string;
    /**
     * Format: int32
     * @description How well somebody knows something, 1 to 5.
     */
    SkillLevel: number;
    /**
     * @description What decided, strongest first: among equals of one stage the team's policy does.
     * @enum {string}
     */
    Stage: 'manager' | 'rule' | 'lastAgent' | 'match';
    /**
     * @description A conversation shows its current consultation's status, or idle before the first.
     * @enum {string}
     */
    Status: 'idle' | 'queued' | 'offered' | 'open' | 'snoozed' | 'ended';
    /**
     * @description One function, or one level of it, that a workspace can turn on and off.
     * @enum {string}
     */
    Switch: 'notes' | 'tags' | 'snooze' | 'attachments' | 'search' | 'teams' | 'customRoles';
    /**
     * @description Which list.
     * @enum {string}
     */
    Tab: 'mine' | 'queue' | 'colleagues' | 'mentions' | 'following' | 'all';
    /** @description A label. */
    Tag: {
      /** @description Its colour, `#RRGGBB`. */
      color: string;
      /** @description Its id. */
      id: components['schemas']['TagId'];
      /** @description Its name. */
      name: string;
      /**
       * Format: int64
       * @description Its version, the `ETag` of edits.
       */
      version: number;
    };
    /** @description What to change. */
    TagChange: {
      /** @description Its colour, `#RRGGBB`. */
      color?: string | null;
      /** @description Its name. */
      name?: string | null;
    };
    /**
     * Format: uuid
     * @description A label on conversations 标签.
     */
    TagId: string;
    /** @description Which tags, at most 20. */
    TagList: {
      tagIds: components['schemas']['TagId'][];
    };
    /** @description A group of agents. */
    Team: {
      hours?: components['schemas']['Hours'] | null;
      /** @description Its id. */
      id: components['schemas']['TeamId'];
      /** @description Who belongs to it. */
      memberIds: components['schemas']['AgentId'][];
      /** @description Its name. */
      name: string;
      /**
       * Format: int64
       * @description Its version, the `ETag` of edits.
       */
      version: number;
    };
    /** @description What to change. */
    TeamChange: {
      hours?: components['schemas']['Hours'] | null;
      /** @description Who belongs to it, all of them. */
      memberIds?: components['schemas']['AgentId'][] | null;
      /** @description Its name. */
      name?: string | null;
    };
    /**
     * Format: uuid
     * @description A group of agents 客服组.
     */
    TeamId: string;
    /** @description What one team sets. */
    TeamRouting: {
      /**
       * Format: int32
       * @description Within how many seconds an agent has to accept; none = it is theirs at once.
       */
      acceptSeconds?: number | null;
      /**
       * Format: int32
       * @description How many conversations it has in hand at most; none = as many as its people take.
       */
      cap?: number | null;
      choice?: components['schemas']['RoutingChoice'] | null;
      /**
       * Format: int32
       * @description With the policy 抢单: after how many seconds in which nobody claimed it, it is given; none = never.
       */
      unclaimedSeconds?: number | null;
      /** @description When nobody is free. */
      widenings: components['schemas']['Widening'][];
    };
    /** @description What a team set. */
    TeamRoutingView: {
      /** @description What. */
      routing: components['schemas']['TeamRouting'];
      /** @description Which. */
      teamId: components['schemas']['TeamId'];
      /**
       * Format: int64
       * @description The team's version, the `ETag` of edits.
       */
      version: number;
    };
    /** @description A message the provider has approved beforehand. */
    Template: {
      /** @description Its language, as the provider writes it; empty where it has none. */
      language?: string;
      /** @description The provider's id or name of it. */
      name: string;
      /** @description What stands in its gaps, in their order. */
      parameters?: string[];
    };
    /** @description An approved message. */
    TemplateInfo: {
      /** @description How many gaps. */
      gaps: number;
      /** @description Its language, as the provider writes it. */
      language: string;
      /** @description The provider's id or name. */
      name: string;
      /** @description Its text with gaps. */
      text: string;
      /** @description What people call it. */
      title: string;
    };
    /** @description What came of it. */
    TestAnswer: {
      error?: components['schemas']['ProviderError'] | null;
      /** @description Whether the provider took it. */
      ok: boolean;
    };
    /** @description To whom: one of both. */
    TestTo: {
      conversationId?: components['schemas']['ConversationId'] | null;
      /** @description The provider's id of a customer who wrote lately. */
      to?: string | null;
    };
    /** @description The words of a message: at most 20,000 characters, no NUL, line ends as `\n`, trimmed at the end. */
    Text: string;
    /**
     * @description How a text's length is counted.
     * @enum {string}
     */
    TextUnit: 'characters' | 'utf16' | 'bytes';
    /**
     * @description Light, dark, or as the machine has it.
     * @enum {string}
     */
    Theme: 'light' | 'dark' | 'system';
    /** @description A page of a thread. */
    ThreadPage: {
      /** @description Lines, oldest first. */
      items: components['schemas']['Message'][];
      /** @description Whether older lines exist. */
      more: boolean;
      /**
       * Format: int64
       * @description The log's number it is true at.
       */
      seq: number;
    };
    /** @description A ticket. */
    Ticket: {
      /** @description Good once, for 60 seconds. */
      ticket: string;
    };
    /**
     * Format: date-time
     * @description A point in time: milliseconds since 1970-01-01 UTC. On the wire RFC 3339 with milliseconds (DESIGN §10).
     */
    Time: string;
    /** @description What an agent is told. */
    ToAgent:
      | {
          /** @description Oneself. */
          agent: components['schemas']['AgentId'];
          /** @description Who is there. */
          agents: components['schemas']['AgentPresence'][];
          /** @description Mine, waiting, open, and (when watched) colleagues'. */
          conversations: components['schemas']['Conversation'][];
          /** @description Counts. */
          counters: components['schemas']['Counters'];
          /** @description How far one has read each. */
          reads: {
            [key: string]: number;
          };
          /**
           * Format: int64
           * @description The number it is true at.
           */
          seq: number;
          /** @enum {string} */
          type: 'snapshot';
        }
      | (components['schemas']['AgentEvent'] & {
          /** @enum {string} */
          type: 'event';
        })
      | {
          /**
           * Format: int64
           * @description The last number sent.
           */
          prev: number;
          /**
           * Format: int64
           * @description The number to keep.
           */
          seq: number;
          /** @enum {string} */
          type: 'mark';
        }
      | {
          /** @description Which. */
          conversation: components['schemas']['ConversationId'];
          /**
           * Format: int64
           * @description The last number sent.
           */
          prev: number;
          /**
           * Format: int64
           * @description The number to keep.
           */
          seq: number;
          /** @enum {string} */
          type: 'leave';
        }
      | {
          /** @description Which. */
          conversation: components['schemas']['ConversationId'];
          /** @enum {string} */
          type: 'opened';
        }
      | {
          /** @description Which. */
          conversation: components['schemas']['ConversationId'];
          /** @enum {string} */
          type: 'refused';
        }
      | (components['schemas']['Counters'] & {
          /** @enum {string} */
          type: 'counters';
        })
      | {
          /** @description Who. */
          by: components['schemas']['Actor'];
          /** @description Where. */
          conversation: components['schemas']['ConversationId'];
          /** @description Whether. */
          on: boolean;
          /** @description What, of a customer. */
          text?: string;
          /** @enum {string} */
          type: 'typing';
        }
      | {
          /** @description Where. */
          conversation: components['schemas']['ConversationId'];
          /** @description Whether they are there. */
          online: boolean;
          /** @description When they were last there. */
          seenAt: components['schemas']['Time'];
          /** @enum {string} */
          type: 'presence';
        }
      | {
          /** @enum {string} */
          type: 'ping';
        };
    /** @description What a visitor is told. */
    ToVisitor:
      | {
          /** @description Where it stands. */
          cursor: string;
          /** @description Whether only what changed is told. */
          delta: boolean;
          /** @description Lines, oldest first. */
          messages: components['schemas']['VisitorMessage'][];
          /** @description Whether older lines exist. */
          more: boolean;
          /** @description How it stands. */
          state: components['schemas']['VisitorState'];
          /** @enum {string} */
          type: 'snapshot';
        }
      | {
          /** @description The cursor after it. */
          cursor: string;
          message?: components['schemas']['VisitorMessage'] | null;
          /** @description The cursor before it. */
          prev: string;
          /** @description How it stands. */
          state: components['schemas']['VisitorState'];
          /** @enum {string} */
          type: 'event';
        }
      | {
          /** @description Their name. */
          name: string;
          /** @description Whether. */
          on: boolean;
          /** @enum {string} */
          type: 'typing';
        }
      | {
          /** @enum {string} */
          type: 'ping';
        };
    /** @description What to try. */
    Trial: {
      /** @description What the provider would send. */
      payload: string;
      /** @description What would be filled in, over what is. */
      settings?: {
        [key: string]: string;
      };
    };
    /** @description What it would come to. */
    TrialAnswer: {
      /** @description Its events, each as a text. */
      events: string[];
      /** @description What could not be read. */
      problems: components['schemas']['PayloadFault'][];
    };
    /**
     * @description What a customer did that lets us write.
     * @enum {string}
     */
    Trigger: 'message' | 'menu' | 'enter' | 'scan';
    /** @description Until when. */
    Until: {
      until: components['schemas']['Time'];
    };
    /** @description The body of an upload. */
    Upload: {
      /**
       * Format: binary
       * @description The file, with its name.
       */
      file: string;
    };
    /** @description The serving agent as the customer sees them. */
    VisitorAgent: {
      /** @description Their name. */
      name: string;
    };
    /** @description A file as the customer gets it: what is known of it, and where its bytes are. */
    VisitorAttachment: components['schemas']['AttachmentRef'] & {
      /** @description The address of its small picture. */
      thumbnailUrl?: string | null;
      /** @description The address of its bytes, relative to the desk's; good for some hours, made anew with every answer, never stored. */
      url: string;
    };
    /** @description A line as the customer sees it. */
    VisitorMessage: {
      /** @description When. */
      at: components['schemas']['Time'];
      /** @description The files. */
      attachments: components['schemas']['VisitorAttachment'][];
      clientId?: components['schemas']['ClientId'] | null;
      /** @description Who said it. */
      from: components['schemas']['ActorKind'];
      /** @description Its id. */
      id: components['schemas']['MessageId'];
      /** @description What it holds. */
      kind: components['schemas']['MessageKind'];
      /** @description Their name. */
      name: string;
      /**
       * Format: int64
       * @description Its place in the thread.
       */
      order: number;
      /** @description The words. */
      text: components['schemas']['Text'];
    };
    /** @description What a visitor says. */
    VisitorSay: {
      /** @description Files uploaded before. */
      attachmentIds?: components['schemas']['AttachmentId'][];
      /** @description The widget's own id of it: sending it twice sends it once. */
      clientId: components['schemas']['ClientId'];
      page?: components['schemas']['PageSeen'] | null;
      /** @description The form before the chat, with the first message. */
      preChat?: {
        [key: string]: string;
      };
      /** @description The words. */
      text?: components['schemas']['Text'];
    };
    /** @description The state of the customer's conversation. */
    VisitorState: {
      agent?: components['schemas']['VisitorAgent'] | null;
      /**
       * Format: int64
       * @description The serving agent has read what has an order up to this one.
       */
      agentReadOrder: number;
      /**
       * Format: int64
       * @description The customer has seen what has an order up to this one, on any of their devices.
       */
      customerReadOrder: number;
      /** @description Where it stands; a snooze is the desk's own affair and shows as what it interrupts. */
      status: components['schemas']['Status'];
    };
    /**
     * @description How events come in.
     * @enum {string}
     */
    Way: 'webhook' | 'pull' | 'listen';
    /** @description One way. */
    WayBack: {
      barred?: components['schemas']['Barred'] | null;
      /** @description The inboxes in which a conversation can be begun. */
      inboxes: components['schemas']['InboxId'][];
      /** @description Which. */
      means: components['schemas']['Means'];
      /** @description The address or number it would reach; empty when none is known or needed. */
      to: string;
    };
    /** @description The ways to reach a customer. */
    Ways: {
      first?: components['schemas']['Means'] | null;
      shut?: components['schemas']['Shut'] | null;
      /** @description Whether an approved message opens the channel's window; where not, only what the customer writes does. */
      templatesReopen: boolean;
      /** @description The other ways, always in this order: approved message, SMS, mail, call. */
      ways: components['schemas']['WayBack'][];
    };
    /** @description What one conversation of a channel takes. */
    Weight: {
      /** @description From which places. */
      pool: components['schemas']['Pool'];
      /**
       * Format: int32
       * @description How much of them, in tenths of a place: 10 is one place, 5 half of one. From 1 to 100.
       */
      tenths: number;
    };
    /** @description What conversations weigh, channel by channel; one place of chat where nothing is said. */
    Weights: {
      [key: string]: components['schemas']['Weight'];
    };
    /** @description The reasons of a decision. */
    Why: {
      /** @description The best five of them, the winner first. */
      best: components['schemas']['Candidate'][];
      /**
       * Format: int32
       * @description Of these could take it.
       */
      could: number;
      /** @description The others. */
      leftOut: components['schemas']['LeftOut'];
      /**
       * Format: int32
       * @description How many that were.
       */
      lookedAt: number;
      /**
       * Format: int32
       * @description Which step of its way it was on, from 0.
       */
      step: number;
      teamId?: components['schemas']['TeamId'] | null;
    };
    /** @description Whom a step adds. */
    WidenTo:
      | 'anyLevel'
      | 'anySkill'
      | {
          /** @description Another team, with the same skills. */
          team: components['schemas']['TeamId'];
        }
      | 'everybody';
    /** @description Whom a conversation goes to when nobody was free for a while: a step of its way. */
    Widening: {
      /**
       * Format: int32
       * @description After so many seconds of waiting; at most 86,400.
       */
      afterSeconds: number;
      /** @description To whom too. */
      to: components['schemas']['WidenTo'];
    };
    /** @description How the widget looks. */
    WidgetTheme: {
      appearance: components['schemas']['Appearance'];
      color: string;
      launcher: components['schemas']['LauncherKind'];
      position: string;
    };
    /** @description What a window allows, per identity. */
    Window: {
      /**
       * Format: int64
       * @description How many automatic texts went out in it.
       */
      automatic?: number;
      /**
       * Format: int64
       * @description How many of ours it still takes; none = as many as we like.
       */
      left?: number | null;
      /**
       * Format: int64
       * @description How many messages it held when it opened; none = as many as we like.
       */
      of?: number | null;
      /** @description When the customer opened it. */
      openedAt: components['schemas']['Time'];
      /** @description When it closes. */
      until: components['schemas']['Time'];
    };
    /** @description A text in both languages. */
    Words: {
      /** @description English. */
      en: string;
      /** @description 简体中文, as a Chinese product would say it. */
      zh: string;
    };
    /** @description Working hours. */
    WorkingHours: {
      /** @description Days on which it is otherwise, holidays and swap days, by their dates, "2026-10-01". */
      calendar?: {
        [key: string]: components['schemas']['CalendarDay'];
      };
      /**
       * @description What a customer reads outside them: on the website at once, on a channel as a message, once a consultation and
       *     at most once in 24 hours. Not by mail.
       */
      closedNotice: string;
      /** @description Whether they count; otherwise it is always open. */
      enabled: boolean;
      /** @description IANA name. */
      timeZone: string;
      /** @description Openings of each day, Monday first. */
      week: components['schemas']['Opening'][][];
    };
    /** @description The tenant. */
    Workspace: {
      id: components['schemas']['WorkspaceId'];
      /** @description The language of what customers read, unless they have another. */
      language: components['schemas']['Language'];
      name: string;
      /** @description Reasons for breaks, after-contact work, how long an agent may be gone. */
      presence: components['schemas']['PresenceRules'];
      /** @description IANA name. */
      timeZone: string;
      /**
       * Format: int64
       * @description Its version, the `ETag` of edits.
       */
      version: number;
    };
    /** @description What to change. */
    WorkspaceChange: {
      language?: components['schemas']['Language'] | null;
      /** @description Its name. */
      name?: string | null;
      presence?: components['schemas']['PresenceRules'] | null;
      /** @description IANA name. */
      timeZone?: string | null;
    };
    /**
     * Format: uuid
     * @description A tenant 企业.
     */
    WorkspaceId: string;
  };
  responses: never;
  parameters: never;
  requestBodies: never;
  headers: never;
  pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
  agentsList: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Page_Agent'];
        };
      };
      401: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  agentsUpdate: {
    parameters: {
      query?: never;
      header: {
        'If-Match': string;
      };
      path: {
        id: components['schemas']['AgentId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['AgentChange'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Agent'];
        };
      };
      403: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      404: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      409: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      412: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      422: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  agentsSetStatus: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['schemas']['AgentId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['AgentStatusChange'];
      };
    };
    responses: {
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      403: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      404: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      422: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  appsList: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['App'][];
        };
      };
      401: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      403: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  appsCreate: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['NewApp'];
      };
    };
    responses: {
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['App'];
        };
      };
      403: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      422: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  appsShow: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['schemas']['AppId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['App'];
        };
      };
      400: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      401: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      403: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      404: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  appsDelete: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['schemas']['AppId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      403: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      404: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  appsUpdate: {
    parameters: {
      query?: never;
      header: {
        'If-Match': string;
      };
      path: {
        id: components['schemas']['AppId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['AppChange'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['App'];
        };
      };
      403: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      404: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      412: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      422: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  appsConnect: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['schemas']['AppId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ConnectAnswer'];
        };
      };
      403: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      404: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      409: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  appsAskConsent: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['schemas']['AppId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ConsentPage'];
        };
      };
      403: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      404: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      409: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  appsRedeemConsent: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['schemas']['AppId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['ConsentBack'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ConsentAnswer'];
        };
      };
      400: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      403: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      404: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      409: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      422: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  appsHealth: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['schemas']['AppId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AppPulse'];
        };
      };
      403: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      404: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  appsMakeInbox: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['schemas']['AppId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['NewAppInbox'];
      };
    };
    responses: {
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Inbox'];
        };
      };
      403: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      404: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      409: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      422: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  appsMade: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['schemas']['AppId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            [key: string]: string;
          };
        };
      };
      403: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      404: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      409: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  appsPayloads: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['schemas']['AppId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Payload'][];
        };
      };
      403: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      404: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      409: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  appsTemplates: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['schemas']['AppId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['TemplateInfo'][];
        };
      };
      403: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      404: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      409: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      502: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  appsSendTest: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['schemas']['AppId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['TestTo'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['TestAnswer'];
        };
      };
      403: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      404: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      409: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      422: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  appsTryPayload: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['schemas']['AppId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['Trial'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['TrialAnswer'];
        };
      };
      403: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      404: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      409: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  attachmentsCreate: {
    parameters: {
      query: {
        /** @description The conversation it is for: its inbox says which files may be sent. */
        conversationId: components['schemas']['ConversationId'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'multipart/form-data': components['schemas']['Upload'];
      };
    };
    responses: {
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AttachmentRef'];
        };
      };
      400: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      401: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      403: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      404: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      413: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      415: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      422: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      429: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      503: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      507: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  attachmentsShow: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['schemas']['AttachmentId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/octet-stream': unknown;
        };
      };
      206: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      304: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      401: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      403: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      404: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      416: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      503: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  attachmentsThumbnail: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['schemas']['AttachmentId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'image/jpeg': unknown;
        };
      };
      304: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      401: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      403: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      404: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      503: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  auditList: {
    parameters: {
      query?: {
        /** @description Only this act, `agents.update`. */
        act?: string;
        /** @description Only this agent's acts. */
        agentId?: components['schemas']['AgentId'];
        /** @description How many, 1–100; 50 unless told. */
        limit?: number;
        /** @description Where the last page ended. */
        cursor?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Page_AuditEntry'];
        };
      };
      400: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      401: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      403: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  channelsList: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Channel'][];
        };
      };
      401: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  conversationsList: {
    parameters: {
      query?: {
        /** @description Which list; all unless told. */
        tab?: components['schemas']['Tab'];
        /** @description How many, 1–100; 50 unless told. */
        limit?: number;
        /** @description Where the last page ended. */
        cursor?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Page_Conversation'];
        };
      };
      400: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      401: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      403: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  conversationsShow: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['schemas']['ConversationId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Shown'];
        };
      };
      400: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      401: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      403: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      404: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  conversationsAccept: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['schemas']['ConversationId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Acted'];
        };
      };
      403: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      404: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      409: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  conversationsAssign: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['schemas']['ConversationId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['Responsible'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Acted'];
        };
      };
      403: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      404: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      409: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  conversationsDecisions: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['schemas']['ConversationId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Page_Decision'];
        };
      };
      401: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      403: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      404: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  conversationsDecline: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['schemas']['ConversationId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Acted'];
        };
      };
      403: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      404: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      409: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  conversationsEnd: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['schemas']['ConversationId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Acted'];
        };
      };
      403: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      404: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      409: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  conversationsFollow: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['schemas']['ConversationId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Acted'];
        };
      };
      403: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      404: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      409: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  conversationsUnfollow: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['schemas']['ConversationId'];
        agentId: components['schemas']['AgentId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Acted'];
        };
      };
      403: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      404: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  conversationsAskHelp: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['schemas']['ConversationId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['HelpAsked'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Acted'];
        };
      };
      403: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      404: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      409: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      422: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  conversationsSeeToHelp: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['schemas']['ConversationId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Acted'];
        };
      };
      403: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      404: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  conversationsInvite: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['schemas']['ConversationId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['NewColleague'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Acted'];
        };
      };
      403: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      404: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      409: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      422: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  conversationsUninvite: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['schemas']['ConversationId'];
        agentId: components['schemas']['AgentId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Acted'];
        };
      };
      403: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      404: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  conversationsMessages: {
    parameters: {
      query?: {
        /** @description Lines before this number of the log. */
        before?: number;
        /** @description How many, 1–100; 50 unless told. */
        limit?: number;
      };
      header?: never;
      path: {
        id: components['schemas']['ConversationId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ThreadPage'];
        };
      };
      400: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      401: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      403: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      404: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  conversationsReply: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['schemas']['ConversationId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['Say'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Message'];
        };
      };
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Message'];
        };
      };
      403: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      404: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      422: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  conversationsRecall: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['schemas']['ConversationId'];
        seq: number;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Message'];
        };
      };
      403: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      404: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      409: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  conversationsEditMessage: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['schemas']['ConversationId'];
        seq: number;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['Rewording'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Message'];
        };
      };
      403: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      404: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      409: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      422: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  conversationsReact: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['schemas']['ConversationId'];
        seq: number;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['AgentReaction'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Message'];
        };
      };
      403: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      404: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      409: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      422: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  conversationsResend: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['schemas']['ConversationId'];
        seq: number;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Message'];
        };
      };
      403: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      404: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      409: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  conversationsAddNote: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['schemas']['ConversationId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['NewNote'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Message'];
        };
      };
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Message'];
        };
      };
      403: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      404: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      409: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      422: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  conversationsPhoneTask: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['schemas']['ConversationId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['NewPhoneTask'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Message'];
        };
      };
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Message'];
        };
      };
      403: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      404: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      409: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      422: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  conversationsPresence: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['schemas']['ConversationId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['CustomerPresence'];
        };
      };
      400: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      401: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      403: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      404: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  conversationsRead: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['schemas']['ConversationId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['ReadUpTo'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Acted'];
        };
      };
      403: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      404: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      422: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  conversationsReopen: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['schemas']['ConversationId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Acted'];
        };
      };
      403: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      404: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      409: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  conversationsSnooze: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['schemas']['ConversationId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['Until'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Acted'];
        };
      };
      403: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      404: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      409: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  conversationsSetTags: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['schemas']['ConversationId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['TagList'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Acted'];
        };
      };
      403: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      404: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      422: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  conversationsWays: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['schemas']['ConversationId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Ways'];
        };
      };
      400: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      401: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      403: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      404: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  customersShow: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['schemas']['CustomerId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Customer'];
        };
      };
      400: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      401: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      403: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      404: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  customersUpdate: {
    parameters: {
      query?: never;
      header: {
        'If-Match': string;
      };
      path: {
        id: components['schemas']['CustomerId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['CustomerChange'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Customer'];
        };
      };
      403: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      404: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      412: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      422: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  customersConsultations: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['schemas']['CustomerId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Page_PastConsultation'];
        };
      };
      400: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      401: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      403: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      404: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  customersStart: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['schemas']['CustomerId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['NewConversation'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Begun'];
        };
      };
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Begun'];
        };
      };
      403: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      404: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      409: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      422: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  customersSetManager: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['schemas']['CustomerId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['Manager'];
      };
    };
    responses: {
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      403: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      404: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      422: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  deliveriesList: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['DeadLetter'][];
        };
      };
      401: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      403: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  deliveriesRetry: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['Retry'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Retried'];
        };
      };
      403: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      422: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  deliveriesDelete: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['schemas']['DeliveryId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      403: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      404: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  demoShow: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Demo'];
        };
      };
      401: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  demoDelete: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Removed'];
        };
      };
      401: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      403: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      404: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  holidaysRead: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['HolidayFile'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['HolidaysRead'];
        };
      };
      401: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      413: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      422: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  inboxesList: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Page_Inbox'];
        };
      };
      401: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  inboxesCreate: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['NewInbox'];
      };
    };
    responses: {
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Inbox'];
        };
      };
      403: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      422: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  inboxesShow: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['schemas']['InboxId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Inbox'];
        };
      };
      400: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      401: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      403: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      404: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  inboxesDelete: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['schemas']['InboxId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      403: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      404: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  inboxesUpdate: {
    parameters: {
      query?: never;
      header: {
        'If-Match': string;
      };
      path: {
        id: components['schemas']['InboxId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['InboxChange'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Inbox'];
        };
      };
      403: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      404: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      412: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      422: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  inboxesMakeIdentitySecret: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['schemas']['InboxId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['IdentitySecret'];
        };
      };
      403: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      404: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  inboxesDeleteIdentitySecret: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['schemas']['InboxId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      403: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      404: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  invitationsList: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Page_Invitation'];
        };
      };
      401: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      403: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  invitationsCreate: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['Invite'];
      };
    };
    responses: {
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Invited'];
        };
      };
      403: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      409: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      422: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      429: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  invitationsAccept: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['Acceptance'];
      };
    };
    responses: {
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Accepted'];
        };
      };
      401: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      404: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      409: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      422: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      429: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  invitationsDelete: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['schemas']['InvitationId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      403: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      404: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  meShow: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Me'];
        };
      };
      401: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  meUpdate: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['MyChange'];
      };
    };
    responses: {
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      401: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      422: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  meChangePassword: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['PasswordChange'];
      };
    };
    responses: {
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      401: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      422: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      429: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  meSignIns: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Page_MySignIn'];
        };
      };
      401: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  meEndSignIn: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['schemas']['SignInId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      401: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      404: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  meSetStatus: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['MyStatus'];
      };
    };
    responses: {
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      401: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      422: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  meSwitchWorkspace: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['Destination'];
      };
    };
    responses: {
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      401: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      404: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  meWorkspaces: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['OpenWorkspace'][];
        };
      };
      401: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  payloadsDismiss: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['schemas']['PayloadId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      403: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      404: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  payloadsReplay: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['schemas']['PayloadId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Replayed'];
        };
      };
      403: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      404: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      409: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  permissionsList: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Page_Grantable'];
        };
      };
      401: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  rolesList: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Page_Role'];
        };
      };
      401: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  rolesCreate: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['NewRole'];
      };
    };
    responses: {
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Role'];
        };
      };
      403: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      404: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      409: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      422: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  rolesDelete: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['schemas']['RoleId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      403: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      404: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      409: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  rolesUpdate: {
    parameters: {
      query?: never;
      header: {
        'If-Match': string;
      };
      path: {
        id: components['schemas']['RoleId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['RoleChange'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Role'];
        };
      };
      403: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      404: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      409: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      412: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      422: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  routingShow: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RoutingView'];
        };
      };
      401: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      403: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  routingUpdate: {
    parameters: {
      query?: never;
      header: {
        'If-Match': string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['Settings'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RoutingView'];
        };
      };
      403: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      412: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      422: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  routingAgents: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Page_AgentRoutingView'];
        };
      };
      401: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      403: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  routingSetAgent: {
    parameters: {
      query?: never;
      header: {
        'If-Match': string;
      };
      path: {
        id: components['schemas']['AgentId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['AgentRouting'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AgentRoutingView'];
        };
      };
      403: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      404: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      412: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      422: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  routingDryRun: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['DryRun'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['DryRunResult'];
        };
      };
      403: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      404: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      422: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  routingTeams: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Page_TeamRoutingView'];
        };
      };
      401: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      403: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  routingSetTeam: {
    parameters: {
      query?: never;
      header: {
        'If-Match': string;
      };
      path: {
        id: components['schemas']['TeamId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['TeamRouting'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['TeamRoutingView'];
        };
      };
      403: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      404: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      412: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      422: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  searchFind: {
    parameters: {
      query: {
        /** @description The words, at most 200 characters. All of them must stand in one message. */
        q: string;
        /** @description Only what arrived in this inbox. */
        inboxId?: components['schemas']['InboxId'];
        /** @description Only conversations this team is, or was last, responsible for. */
        teamId?: components['schemas']['TeamId'];
        /** @description Only conversations this agent is, or was last, responsible for. */
        agentId?: components['schemas']['AgentId'];
        /** @description Only conversations with this tag. */
        tagId?: components['schemas']['TagId'];
        /** @description Only what this side said. */
        from?: string;
        /** @description Only what was said then or later. */
        since?: components['schemas']['Time'];
        /** @description Only what was said before then. */
        until?: components['schemas']['Time'];
        /** @description How many, 1–100; 20 unless told. */
        limit?: number;
        /** @description Where the last page ended. */
        cursor?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Page_SearchHit'];
        };
      };
      400: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      401: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      403: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  setupShow: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Setup'];
        };
      };
      404: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  setupCreate: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['SetUp'];
      };
    };
    responses: {
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Founded'];
        };
      };
      403: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      404: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      422: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  signInCreate: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['Credentials'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Answer'];
        };
      };
      401: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      429: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  signInDelete: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      401: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  skillsList: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Page_Skill'];
        };
      };
      401: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  skillsCreate: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['NewSkill'];
      };
    };
    responses: {
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Skill'];
        };
      };
      403: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      409: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      422: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  skillsDelete: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['schemas']['SkillId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      403: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      404: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      409: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  skillsUpdate: {
    parameters: {
      query?: never;
      header: {
        'If-Match': string;
      };
      path: {
        id: components['schemas']['SkillId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['SkillChange'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Skill'];
        };
      };
      403: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      404: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      409: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      412: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  switchesShow: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            [key: string]: boolean;
          };
        };
      };
      401: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  switchesUpdate: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          [key: string]: boolean;
        };
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            [key: string]: boolean;
          };
        };
      };
      400: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      403: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  tagsList: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Page_Tag'];
        };
      };
      401: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  tagsCreate: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['NewTag'];
      };
    };
    responses: {
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Tag'];
        };
      };
      403: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      409: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      422: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  tagsDelete: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['schemas']['TagId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      403: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      404: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  tagsUpdate: {
    parameters: {
      query?: never;
      header: {
        'If-Match': string;
      };
      path: {
        id: components['schemas']['TagId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['TagChange'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Tag'];
        };
      };
      403: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      404: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      409: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      412: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  teamsList: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Page_Team'];
        };
      };
      401: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  teamsCreate: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['NewTeam'];
      };
    };
    responses: {
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Team'];
        };
      };
      403: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      409: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      422: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  teamsDelete: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['schemas']['TeamId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      403: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      404: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      409: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  teamsUpdate: {
    parameters: {
      query?: never;
      header: {
        'If-Match': string;
      };
      path: {
        id: components['schemas']['TeamId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['TeamChange'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Team'];
        };
      };
      403: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      404: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      409: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      412: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  visitorAttachmentsCreate: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'multipart/form-data': components['schemas']['Upload'];
      };
    };
    responses: {
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['VisitorAttachment'];
        };
      };
      400: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      401: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      404: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      413: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      415: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      422: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      429: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      503: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      507: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  visitorAttachmentsShow: {
    parameters: {
      query?: {
        /** @description As the message gave it; good for some hours, for this file alone. */
        t?: string;
      };
      header?: never;
      path: {
        id: components['schemas']['AttachmentId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/octet-stream': unknown;
        };
      };
      206: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      304: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      401: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      404: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      416: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      503: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  visitorAttachmentsThumbnail: {
    parameters: {
      query?: {
        /** @description As the message gave it; good for some hours, for this file alone. */
        t?: string;
      };
      header?: never;
      path: {
        id: components['schemas']['AttachmentId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/octet-stream': unknown;
        };
      };
      206: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      304: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      401: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      404: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      416: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      503: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  visitorAttributes: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['Said'];
      };
    };
    responses: {
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      401: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      404: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      422: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  visitorEnd: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Ended'];
        };
      };
      401: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      404: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      409: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  visitorEnter: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['Enter'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Entered'];
        };
      };
      403: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      404: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      429: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  visitorEvents: {
    parameters: {
      query: {
        /** @description A single-use ticket. */
        ticket: string;
        /** @description The last cursor held. */
        after?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'text/event-stream': unknown;
        };
      };
      401: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  visitorHistory: {
    parameters: {
      query?: {
        /** @description Lines before this `order`. */
        before?: number;
        /** @description How many, 1–100; 50 unless told. */
        limit?: number;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['History'];
        };
      };
      401: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  visitorSend: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['VisitorSay'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Sent'];
        };
      };
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Sent'];
        };
      };
      401: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      409: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      422: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  visitorSignals: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['FromVisitor'];
      };
    };
    responses: {
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      401: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  visitorTicket: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Ticket'];
        };
      };
      401: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  workspaceShow: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Workspace'];
        };
      };
      401: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  workspaceUpdate: {
    parameters: {
      query?: never;
      header: {
        'If-Match': string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['WorkspaceChange'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Workspace'];
        };
      };
      403: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      412: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      422: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
}
