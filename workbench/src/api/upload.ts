import { tellRefused } from './client';
import { fromResponse, localProblem } from './problem';
import type { Attachment, Id } from './types';

export interface Upload {
  done: Promise<Attachment>;
  cancel: () => void;
}

/** Sends one file. XMLHttpRequest because fetch cannot tell the progress of a request body. */
export function upload(file: File, conversationId: Id, progress: (part: number) => void): Upload {
  const request = new XMLHttpRequest();
  const done = new Promise<Attachment>((resolve, reject) => {
    request.open('POST', `/api/v1/attachments?conversationId=${encodeURIComponent(conversationId)}`);
    request.setRequestHeader('X-Yingke-CSRF', '1');
    request.setRequestHeader('Idempotency-Key', crypto.randomUUID());
    request.responseType = 'json';
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) progress(event.loaded / event.total);
    };
    request.onload = () => {
      if (request.status === 201 || request.status === 200) return resolve(request.response as Attachment);
      const headers = new Headers();
      const after = request.getResponseHeader('Retry-After');
      if (after) headers.set('Retry-After', after);
      const response = new Response(null, { status: request.status || 500, headers });
      const problem = fromResponse(request.response, response);
      tellRefused(problem.code);
      reject(problem);
    };
    request.onerror = () => reject(localProblem('network', 'upload'));
    request.onabort = () => reject(localProblem('cancelled', 'upload'));
    const form = new FormData();
    form.append('file', file, file.name);
    request.send(form);
  });
  return { done, cancel: () => request.abort() };
}

export function attachmentUrl(id: Id): string {
  return `/api/v1/attachments/${encodeURIComponent(id)}`;
}

export function thumbnailUrl(id: Id): string {
  return `${attachmentUrl(id)}/thumbnail`;
}
