/** A customer's own mail program, against the real Postfix and Dovecot that `.ci/with-mail` starts. */
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { resolve } from 'node:path';

function server(name: string): { host: string; port: number } {
  const [host = '', port = ''] = (process.env[name] ?? '').split(':');
  if (!port) throw new Error(`${name} is not set; run the tests through \`make test\``);
  return { host, port: Number(port) };
}

/** What the desk is told: TLS from the first byte to read, STARTTLS to send, and who vouches for them. */
export const mailServers = () => ({
  imap: server('YINGKE_TEST_IMAPS'),
  smtp: server('YINGKE_TEST_SMTP'),
  certificate: process.env['YINGKE_TEST_MAIL_CA'] ?? '',
});
export const mailPassword = 'open-sesame';
/** Addresses that no other test has. */
export const mailAddress = (who: string) => `${who}-${crypto.randomUUID().slice(0, 8)}@yingke.example`;

/** HTML that means harm, each piece with the reason somebody once wrote it. */
export const hostile = JSON.parse(
  readFileSync(resolve(import.meta.dirname, '../../channel/src/email/fixtures/hostile.json'), 'utf8'),
) as string[];

/** A conversation in lines: says one thing after the other, each when the answer before is whole. */
async function talk(
  { host, port }: { host: string; port: number },
  whole: (answer: string, step: number) => boolean,
  lines: string[],
): Promise<string> {
  const socket: Socket = connect(port, host);
  return await new Promise((done, failed) => {
    let [all, answer, step] = ['', '', 0];
    socket.setTimeout(20_000, () => socket.destroy(new Error(`no answer: ${all.slice(-400)}`)));
    socket.once('error', failed);
    socket.setEncoding('utf8').on('data', (text: string) => {
      all += text;
      answer += text;
      if (!whole(answer, step)) return;
      const line = lines[step];
      [answer, step] = ['', step + 1];
      if (line === undefined) socket.end(() => done(all));
      else socket.write(`${line}\r\n`);
    });
  });
}

/** Posts a mail, `headers` before its HTML. */
export async function postMail(from: string, to: string, headers: string[], html: string): Promise<void> {
  const body = Buffer.from(html, 'utf8').toString('base64').replace(/.{76}/g, '$&\r\n');
  const mail = [
    `From: ${from}`,
    `To: ${to}`,
    'MIME-Version: 1.0',
    'Content-Type: text/html; charset=utf-8',
    'Content-Transfer-Encoding: base64',
    ...headers,
    '',
    body,
  ].join('\r\n');
  const said = await talk(server('YINGKE_TEST_SMTP'), (answer) => /^\d{3} .*\r\n$/m.test(answer), [
    'HELO buyer.example',
    `MAIL FROM:<${from}>`,
    `RCPT TO:<${to}>`,
    'DATA',
    `${mail}\r\n.`,
    'QUIT',
  ]);
  if (!/^250 2\.0\.0 Ok: queued/m.test(said)) throw new Error(`Postfix refuses: ${said}`);
}

/** All that lies in somebody's mailbox, as it came. */
export async function readMailbox(address: string): Promise<string> {
  const ended = (answer: string, step: number) =>
    step === 0 ? answer.startsWith('* OK') : new RegExp(`^a${step} (OK|NO|BAD).*\r\n`, 'm').test(answer);
  return await talk(server('YINGKE_TEST_IMAP'), ended, [
    `a1 LOGIN ${address} ${mailPassword}`,
    'a2 SELECT INBOX',
    'a3 UID FETCH 1:* BODY.PEEK[]',
    'a4 LOGOUT',
  ]);
}
