import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { exchange } from '../../src/daemon/exchange.ts';
import { askChat, type Chat } from '../../src/text/chat.ts';
import { ChatServer, completion, type ChatReply } from '../fixtures/chat-server.ts';

const key = 'sk-secret-0123456789';
const text = 'please come to the meeting at nine';

let server: ChatServer;
beforeEach(async () => {
  server = await ChatServer.open();
});
afterEach(() => server.close());

function ask(changes: Partial<Chat> = {}, cancel = new AbortController().signal) {
  const chat: Chat = { baseUrl: server.baseUrl, model: 'llama3.2', key, seconds: 20, ...changes };
  return askChat(chat, { prompt: 'Make it a letter.', text, exchange, cancel });
}

/** What is said of a reply that is no text. */
async function complaint(reply: ChatReply, changes: Partial<Chat> = {}): Promise<string> {
  server.reply = () => reply;
  const error = await ask(changes).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ name: 'WhisError', code: 'preset_failed' });
  const { message } = error as Error;
  expect(message).not.toContain(key);
  expect(message).not.toContain('the meeting at');
  return message.replace(new URL(server.baseUrl).host, 'HOST');
}

describe('askChat', () => {
  it('asks as OpenAI’s reference says: the prompt as the system’s, the text as the user’s', async () => {
    expect(await ask()).toBe(text.toUpperCase());
    expect(server.asked).toEqual([
      {
        method: 'POST',
        path: '/v1/chat/completions',
        key: `Bearer ${key}`,
        type: 'application/json',
        body: {
          model: 'llama3.2',
          stream: false,
          temperature: 0.2,
          messages: [
            { role: 'system', content: expect.stringMatching(/^Make it a letter\.\n\n/) as string },
            { role: 'user', content: text },
          ],
        },
      },
    ]);
    expect(server.asked[0]?.body.messages?.[0]?.content).toContain(
      'nothing but the resulting text',
    );
  });

  it('sends no key where there is none', async () => {
    await ask({ key: null });
    expect(server.asked[0]?.key).toBeUndefined();
  });

  it('asks a model that takes no temperature once more without it', async () => {
    const said = "Unsupported value: 'temperature' does not support 0.2 with this model.";
    server.reply = ({ body }) =>
      body.temperature === undefined
        ? 'Done'
        : {
            status: 400,
            body: JSON.stringify({ error: { message: said, code: 'unsupported_value' } }),
          };
    expect(await ask()).toBe('Done');
    expect(server.asked).toHaveLength(2);
  });

  it.each([
    ['  Dear Ms Lee\n', 'Dear Ms Lee'],
    ['<think>\nA letter, then.\n</think>\n\nDear Ms Lee', 'Dear Ms Lee'],
  ])('takes of %j the text alone', async (reply, answer) => {
    server.reply = () => reply;
    expect(await ask()).toBe(answer);
  });

  it.each<[string, ChatReply, RegExp]>([
    [
      'a wrong key',
      { status: 401, body: `{"error":{"message":"Incorrect API key provided: ${key}."}}` },
      /^“HOST” answered 401: Incorrect API key provided: \[key\]\. Check the key: WHIS_CHAT_API_KEY, or the setting chat\.api_key\.$/,
    ],
    [
      'a model that is not there',
      { status: 404, body: '{"error":{"message":"model \'x\' not found"}}' },
      /^“HOST” answered 404: model 'x' not found\. Check the address, and whether it has the model llama3\.2\.$/,
    ],
    [
      'a broken server',
      { status: 500, body: '<h1>Oops</h1>' },
      /^“HOST” answered 500\. The server has a problem of its own\.$/,
    ],
    [
      'a server that repeats the text',
      { status: 400, body: `{"error":"bad: ${text}"}` },
      /^“HOST” answered 400\. Check/,
    ],
    [
      'a redirect',
      { status: 302, body: '', location: 'http://127.0.0.1:1/v1' },
      /answered 302\. Redirects are not followed/,
    ],
    ['an empty answer', '  \n', /^“HOST”: The answer was empty\.$/],
    [
      'an answer that was cut off',
      { status: 200, body: completion('Dear', 'length') },
      /was cut off/,
    ],
    [
      'a refusal',
      { status: 200, body: '{"choices":[{"message":{"content":null,"refusal":"No."}}]}' },
      /has refused/,
    ],
    ['a web page', { status: 200, body: '<html>Welcome</html>' }, /holds no text/],
    [
      'an answer without end',
      { status: 200, body: ' '.repeat(1024 * 1024 + 1) },
      /longer than 1 MiB/,
    ],
  ])('explains %s', async (_, reply, words) => {
    expect(await complaint(reply)).toMatch(words);
  });

  it('waits no longer than it may, and hangs up', async () => {
    expect(await complaint(null, { seconds: 0.05 })).toMatch(
      /^“HOST” gave no text within 0\.05 s\. Give it longer: “whis config set chat\.seconds N”\.$/,
    );
    await server.abandoned.promise;
  });

  it('says that nobody answers', async () => {
    await server.close();
    const error = await ask().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: 'preset_failed',
      message: expect.stringMatching(
        /refused the connection \(ECONNREFUSED\)\. Start the program .*\.$/,
      ) as string,
    });
    server = await ChatServer.open();
  });

  it('stops at once when it is cancelled, and gives the reason', async () => {
    const cancel = new AbortController();
    const reason = new Error('Never mind.');
    server.reply = () => {
      cancel.abort(reason);
      return null;
    };
    await expect(ask({}, cancel.signal)).rejects.toBe(reason);
    await server.abandoned.promise;
  });
});
