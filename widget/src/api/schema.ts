/** Generated from openapi.json by `npm run generate` in workbench/; not edited by hand. */
export interface paths {
  '/api/v1/visitor/attachments': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /** Uploads a file. It waits an hour for the message that names it. */
    post: operations['visitorAttachmentsCreate']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/visitor/attachments/{id}': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /** The bytes of a file; pictures, sound and film to be shown, everything else to be saved. */
    get: operations['visitorAttachmentsShow']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/visitor/attachments/{id}/thumbnail': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /** The small picture of a file, where the message names one. */
    get: operations['visitorAttachmentsThumbnail']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/visitor/attributes': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /**
     * Merges attributes into the customer's, once there is a conversation. At most 50, texts of at most 200 characters.
     *     They never change who the customer is: name, address and number are the desk's.
     */
    post: operations['visitorAttributes']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/visitor/end': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /** Ends the running consultation. */
    post: operations['visitorEnd']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/visitor/enter': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /** Enters an inbox: a token for this visitor, the inbox's face, and the conversation so far. */
    post: operations['visitorEnter']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/visitor/events': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /** Streams the frames of `docs/live-protocol.md`, a snapshot first. */
    get: operations['visitorEvents']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/visitor/messages': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /** Reads older lines. */
    get: operations['visitorHistory']
    put?: never
    /** Sends a message. Once answered, it is durable; the same client id is one message. */
    post: operations['visitorSend']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/visitor/signals': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /** Takes a signal, for clients without a WebSocket. */
    post: operations['visitorSignals']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/visitor/tickets': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /** Gives a ticket. */
    post: operations['visitorTicket']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
}
export type webhooks = Record<string, never>
export interface components {
  schemas: {
    /**
     * @description What kind of party acted.
     * @enum {string}
     */
    ActorKind: 'customer' | 'agent' | 'system'
    /**
     * @description Whether the widget is light or dark.
     * @enum {string}
     */
    Appearance: 'light' | 'dark' | 'auto'
    /**
     * Format: uuid
     * @description A stored file.
     */
    AttachmentId: string
    /** @description A stored file as a message names it. */
    AttachmentRef: {
      /**
       * Format: int64
       * @description Pixels, for images.
       */
      height?: number | null
      /** @description Its id. */
      id: components['schemas']['AttachmentId']
      /** @description Media type by its magic bytes. */
      mediaType: string
      /** @description The name its sender gave it; shown, never used as a path. */
      name: string
      /**
       * Format: int64
       * @description Bytes.
       */
      size: number
      /** @description Whether a thumbnail exists. */
      thumbnail?: boolean
      /**
       * Format: int64
       * @description Pixels, for images.
       */
      width?: number | null
    }
    /** @description Which files may be sent. */
    AttachmentRules: {
      /** Format: int64 */
      maxBytes: number
      mediaTypes: string[]
    }
    /** @description What a site claims of its visitor. */
    Claim: {
      /** @description Their address. */
      email?: string | null
      /** @description The visitor's id at the site. */
      externalId: string
      /** @description HMAC-SHA256 of `externalId` with the inbox's secret, hexadecimal. */
      hmac?: string | null
      /** @description Or a JWT (HS256) with `sub` = `externalId` and `exp`, signed with the inbox's secret. */
      jwt?: string | null
      /** @description Their name. */
      name?: string | null
    }
    /** @description The sender's own id of a message, unique per conversation for ever; 1–128 printable ASCII characters. */
    ClientId: string
    /** @description How it stands. */
    Ended: {
      /** @description The cursor after it. */
      cursor: string
      state: components['schemas']['VisitorState']
    }
    /** @description Who enters, and from where. */
    Enter: {
      identity?: components['schemas']['Claim'] | null
      /** @description The widget's public key. */
      key: string
      /** @description The visitor's language, BCP 47. */
      language?: string | null
      page?: components['schemas']['PageSeen'] | null
      /** @description The token of an earlier visit. */
      token?: string | null
    }
    /** @description Everything a widget needs. */
    Entered: {
      expiresAt: components['schemas']['Time']
      inbox: components['schemas']['InboxFace']
      snapshot: components['schemas']['ToVisitor']
      ticket: string
      token: string
    }
    /**
     * @description What a field of the form asks for.
     * @enum {string}
     */
    FieldKind: 'text' | 'email' | 'phone' | 'longText'
    /** @description What a visitor's client says. */
    FromVisitor:
      | {
          /** @description The last cursor held. */
          after?: string | null
          /** @enum {string} */
          type: 'hello'
        }
      | {
          /** @description The last cursor held. */
          after: string
          /** @enum {string} */
          type: 'resume'
        }
      | {
          /** @description Whether. */
          on: boolean
          /** @description What, as a preview for the agent. */
          text?: string
          /** @enum {string} */
          type: 'typing'
        }
      | {
          /** @description Up to where. */
          cursor: string
          /** @description Whether it was shown; otherwise it has only arrived. */
          shown?: boolean
          /** @enum {string} */
          type: 'read'
        }
      | {
          /** @description Its title. */
          title?: string
          /** @enum {string} */
          type: 'page'
          /** @description Its address. */
          url: string
        }
    /** @description A page of the visitor's conversation. */
    History: {
      /** @description Lines, oldest first. */
      messages: components['schemas']['VisitorMessage'][]
      /** @description Whether older ones exist. */
      more: boolean
    }
    /** @description An inbox as visitors see it. */
    InboxFace: {
      attachments: components['schemas']['AttachmentRules']
      company: string
      greeting: string
      hours: components['schemas']['OpeningState']
      language: components['schemas']['Language']
      name: string
      preChat: components['schemas']['PreChat']
      theme: components['schemas']['WidgetTheme']
    }
    /**
     * @description A language of the interface; both are complete.
     * @enum {string}
     */
    Language: 'zh-CN' | 'en'
    /**
     * @description What the launcher shows.
     * @enum {string}
     */
    LauncherKind: 'icon' | 'label'
    /**
     * Format: uuid
     * @description A message, a note or an event line.
     */
    MessageId: string
    /**
     * @description What a line holds.
     * @enum {string}
     */
    MessageKind: 'text' | 'image' | 'file' | 'rich' | 'note' | 'event'
    /** @description Whether the desk is open. */
    OpeningState: {
      nextOpenAt?: components['schemas']['Time'] | null
      notice: string
      open: boolean
    }
    /** @description A page a visitor looks at. */
    PageSeen: {
      /** @description Where they came from. */
      referrer?: string
      /** @description Its title. */
      title?: string
      /** @description Its address. */
      url: string
    }
    /** @description The form before a chat. */
    PreChat: {
      enabled: boolean
      fields: components['schemas']['PreChatFace'][]
    }
    /** @description One of its fields. */
    PreChatFace: {
      key: string
      kind: components['schemas']['FieldKind']
      label: string
      required: boolean
    }
    /** @description Attributes to set; null removes one. */
    Said: {
      /** @description Text, number, true or false, or null. */
      attributes: Record<string, never>
    }
    /** @description The message as it stands. */
    Sent: {
      /** @description The cursor after it. */
      cursor: string
      message?: components['schemas']['VisitorMessage'] | null
    }
    /**
     * @description A conversation shows its current consultation's status, or idle before the first.
     * @enum {string}
     */
    Status: 'idle' | 'queued' | 'offered' | 'open' | 'snoozed' | 'ended'
    /** @description The words of a message: at most 20,000 characters, no NUL, line ends as `\n`, trimmed at the end. */
    Text: string
    /** @description A ticket. */
    Ticket: {
      /** @description Good once, for 60 seconds. */
      ticket: string
    }
    /**
     * Format: date-time
     * @description A point in time: milliseconds since 1970-01-01 UTC. On the wire RFC 3339 with milliseconds (DESIGN §10).
     */
    Time: string
    /** @description What a visitor is told. */
    ToVisitor:
      | {
          /** @description Where it stands. */
          cursor: string
          /** @description Whether only what changed is told. */
          delta: boolean
          /** @description Lines, oldest first. */
          messages: components['schemas']['VisitorMessage'][]
          /** @description Whether older lines exist. */
          more: boolean
          /** @description How it stands. */
          state: components['schemas']['VisitorState']
          /** @enum {string} */
          type: 'snapshot'
        }
      | {
          /** @description The cursor after it. */
          cursor: string
          message?: components['schemas']['VisitorMessage'] | null
          /** @description The cursor before it. */
          prev: string
          /** @description How it stands. */
          state: components['schemas']['VisitorState']
          /** @enum {string} */
          type: 'event'
        }
      | {
          /** @description Their name. */
          name: string
          /** @description Whether. */
          on: boolean
          /** @enum {string} */
          type: 'typing'
        }
      | {
          /** @enum {string} */
          type: 'ping'
        }
    /** @description The body of an upload. */
    Upload: {
      /**
       * Format: binary
       * @description The file, with its name.
       */
      file: string
    }
    /** @description The serving agent as the customer sees them. */
    VisitorAgent: {
      /** @description Their name. */
      name: string
    }
    /** @description A file as the customer gets it: what is known of it, and where its bytes are. */
    VisitorAttachment: components['schemas']['AttachmentRef'] & {
      /** @description The address of its small picture. */
      thumbnailUrl?: string | null
      /** @description The address of its bytes, relative to the desk's; good for some hours, made anew with every answer, never stored. */
      url: string
    }
    /** @description A line as the customer sees it. */
    VisitorMessage: {
      /** @description When. */
      at: components['schemas']['Time']
      /** @description The files. */
      attachments: components['schemas']['VisitorAttachment'][]
      clientId?: components['schemas']['ClientId'] | null
      /** @description Who said it. */
      from: components['schemas']['ActorKind']
      /** @description Its id. */
      id: components['schemas']['MessageId']
      /** @description What it holds. */
      kind: components['schemas']['MessageKind']
      /** @description Their name. */
      name: string
      /**
       * Format: int64
       * @description Its place in the thread.
       */
      order: number
      /** @description The words. */
      text: components['schemas']['Text']
    }
    /** @description What a visitor says. */
    VisitorSay: {
      /** @description Files uploaded before. */
      attachmentIds?: components['schemas']['AttachmentId'][]
      /** @description The widget's own id of it: sending it twice sends it once. */
      clientId: components['schemas']['ClientId']
      page?: components['schemas']['PageSeen'] | null
      /** @description The form before the chat, with the first message. */
      preChat?: {
        [key: string]: string
      }
      /** @description The words. */
      text?: components['schemas']['Text']
    }
    /** @description The state of the customer's conversation. */
    VisitorState: {
      agent?: components['schemas']['VisitorAgent'] | null
      /**
       * Format: int64
       * @description The serving agent has read what has an order up to this one.
       */
      agentReadOrder: number
      /**
       * Format: int64
       * @description The customer has seen what has an order up to this one, on any of their devices.
       */
      customerReadOrder: number
      /** @description Where it stands; a snooze is the desk's own affair and shows as what it interrupts. */
      status: components['schemas']['Status']
    }
    /** @description How the widget looks. */
    WidgetTheme: {
      appearance: components['schemas']['Appearance']
      color: string
      launcher: components['schemas']['LauncherKind']
      position: string
    }
  }
  responses: never
  parameters: never
  requestBodies: never
  headers: never
  pathItems: never
}
export type $defs = Record<string, never>
export interface operations {
  visitorAttachmentsCreate: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        'multipart/form-data': components['schemas']['Upload']
      }
    }
    responses: {
      201: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['VisitorAttachment']
        }
      }
      400: {
        headers: {
          [name: string]: unknown
        }
        content?: never
      }
      401: {
        headers: {
          [name: string]: unknown
        }
        content?: never
      }
      404: {
        headers: {
          [name: string]: unknown
        }
        content?: never
      }
      413: {
        headers: {
          [name: string]: unknown
        }
        content?: never
      }
      415: {
        headers: {
          [name: string]: unknown
        }
        content?: never
      }
      422: {
        headers: {
          [name: string]: unknown
        }
        content?: never
      }
      429: {
        headers: {
          [name: string]: unknown
        }
        content?: never
      }
      503: {
        headers: {
          [name: string]: unknown
        }
        content?: never
      }
      507: {
        headers: {
          [name: string]: unknown
        }
        content?: never
      }
    }
  }
  visitorAttachmentsShow: {
    parameters: {
      query?: {
        /** @description As the message gave it; good for some hours, for this file alone. */
        t?: string
      }
      header?: never
      path: {
        id: components['schemas']['AttachmentId']
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/octet-stream': unknown
        }
      }
      206: {
        headers: {
          [name: string]: unknown
        }
        content?: never
      }
      304: {
        headers: {
          [name: string]: unknown
        }
        content?: never
      }
      400: {
        headers: {
          [name: string]: unknown
        }
        content?: never
      }
      401: {
        headers: {
          [name: string]: unknown
        }
        content?: never
      }
      404: {
        headers: {
          [name: string]: unknown
        }
        content?: never
      }
      416: {
        headers: {
          [name: string]: unknown
        }
        content?: never
      }
      503: {
        headers: {
          [name: string]: unknown
        }
        content?: never
      }
    }
  }
  visitorAttachmentsThumbnail: {
    parameters: {
      query?: {
        /** @description As the message gave it; good for some hours, for this file alone. */
        t?: string
      }
      header?: never
      path: {
        id: components['schemas']['AttachmentId']
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/octet-stream': unknown
        }
      }
      206: {
        headers: {
          [name: string]: unknown
        }
        content?: never
      }
      304: {
        headers: {
          [name: string]: unknown
        }
        content?: never
      }
      400: {
        headers: {
          [name: string]: unknown
        }
        content?: never
      }
      401: {
        headers: {
          [name: string]: unknown
        }
        content?: never
      }
      404: {
        headers: {
          [name: string]: unknown
        }
        content?: never
      }
      416: {
        headers: {
          [name: string]: unknown
        }
        content?: never
      }
      503: {
        headers: {
          [name: string]: unknown
        }
        content?: never
      }
    }
  }
  visitorAttributes: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        'application/json': components['schemas']['Said']
      }
    }
    responses: {
      204: {
        headers: {
          [name: string]: unknown
        }
        content?: never
      }
      401: {
        headers: {
          [name: string]: unknown
        }
        content?: never
      }
      404: {
        headers: {
          [name: string]: unknown
        }
        content?: never
      }
      422: {
        headers: {
          [name: string]: unknown
        }
        content?: never
      }
    }
  }
  visitorEnd: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Ended']
        }
      }
      401: {
        headers: {
          [name: string]: unknown
        }
        content?: never
      }
      404: {
        headers: {
          [name: string]: unknown
        }
        content?: never
      }
      409: {
        headers: {
          [name: string]: unknown
        }
        content?: never
      }
    }
  }
  visitorEnter: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        'application/json': components['schemas']['Enter']
      }
    }
    responses: {
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Entered']
        }
      }
      403: {
        headers: {
          [name: string]: unknown
        }
        content?: never
      }
      404: {
        headers: {
          [name: string]: unknown
        }
        content?: never
      }
      429: {
        headers: {
          [name: string]: unknown
        }
        content?: never
      }
    }
  }
  visitorEvents: {
    parameters: {
      query: {
        /** @description A single-use ticket. */
        ticket: string
        /** @description The last cursor held. */
        after?: string
      }
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'text/event-stream': unknown
        }
      }
      401: {
        headers: {
          [name: string]: unknown
        }
        content?: never
      }
    }
  }
  visitorHistory: {
    parameters: {
      query?: {
        /** @description Lines before this `order`. */
        before?: number
        /** @description How many, 1–100; 50 unless told. */
        limit?: number
      }
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['History']
        }
      }
      401: {
        headers: {
          [name: string]: unknown
        }
        content?: never
      }
    }
  }
  visitorSend: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        'application/json': components['schemas']['VisitorSay']
      }
    }
    responses: {
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Sent']
        }
      }
      201: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Sent']
        }
      }
      401: {
        headers: {
          [name: string]: unknown
        }
        content?: never
      }
      409: {
        headers: {
          [name: string]: unknown
        }
        content?: never
      }
      422: {
        headers: {
          [name: string]: unknown
        }
        content?: never
      }
    }
  }
  visitorSignals: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        'application/json': components['schemas']['FromVisitor']
      }
    }
    responses: {
      204: {
        headers: {
          [name: string]: unknown
        }
        content?: never
      }
      401: {
        headers: {
          [name: string]: unknown
        }
        content?: never
      }
    }
  }
  visitorTicket: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Ticket']
        }
      }
      401: {
        headers: {
          [name: string]: unknown
        }
        content?: never
      }
    }
  }
}
