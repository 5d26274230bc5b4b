const KEY = 'locals.key';

let askForKey = () => Promise.reject(new ApiError('The host asks for a key.', 401));

/** What the host said no to, as one sentence for a person. */
export class ApiError extends Error {
  constructor(message, status = 0, code = null) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.code = code;
  }

  static async from(response) {
    const body = await response.json().catch(() => null);
    const said = body?.error?.message;
    return new ApiError(said || `The host answered with status ${response.status}.`, response.status, body?.error?.code ?? null);
  }
}

/** Sets who is asked when the host wants a key: a function of (refused: boolean) that resolves to the key. */
export function onKeyNeeded(ask) {
  askForKey = ask;
}

/** A request to the host; asks for the key as often as the host refuses it, and throws ApiError for anything else that is not a success. */
export async function request(path, options = {}) {
  for (;;) {
    const key = sessionStorage.getItem(KEY);
    const headers = new Headers(options.headers);
    if (key) headers.set('Authorization', `Bearer ${key}`);
    const response = await send(path, { ...options, headers });
    if (response.ok) return response;
    if (response.status !== 401) throw await ApiError.from(response);
    // Another request may have been given a newer key while this one was under way.
    if (sessionStorage.getItem(KEY) === key) sessionStorage.setItem(KEY, await askForKey(key !== null));
    options.signal?.throwIfAborted();
  }
}

async function send(path, options) {
  try {
    return await fetch(path, options);
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    throw new ApiError('The host did not answer. Check that “locals up” is running, then try again.');
  }
}

const json = async (path, signal) => (await request(path, { signal })).json();

export const status = (signal) => json('/api/status', signal);

export const conversation = (key, signal) => json(`/api/conversations/${encodeURIComponent(key)}`, signal);

export const search = (query, signal) => json(`/api/search?q=${encodeURIComponent(query)}&limit=20`, signal);

export const tasks = (signal) => json('/api/tasks', signal);

export const taskCalendar = (days, signal) => json(`/api/tasks/calendar?days=${days}`, signal);

export const taskHistory = (skipped, signal) => json(`/api/tasks/history?most=50&skipped=${skipped}`, signal);

/** What a month cost, as the body of a page. */
export const treasuryReport = async (month, signal) => (await request(`/api/treasury?format=html&month=${encodeURIComponent(month)}`, { signal })).text();

/** Starts a reply; the body of the response is the stream. `tier` is the one asked for by name, or null. */
export const complete = (persona, messages, tier, signal) => request('/v1/chat/completions', {
  method: 'POST',
  headers: { 'Content-Type': 'application/json', Accept: 'text/event-stream' },
  body: JSON.stringify({ model: persona, messages, stream: true, ...(tier ? { locals: { tier } } : {}) }),
  signal,
});

/** Keeps what a person thought of a reply with the decision that sent it where it went. */
export const outcome = (decision, kind) => request(`/api/route/${encodeURIComponent(decision)}/outcome`, {
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify({ outcome: kind }),
});
