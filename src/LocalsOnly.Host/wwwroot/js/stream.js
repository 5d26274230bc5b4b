/** The `data` of each server-sent event. Lines may end in LF, CR or CRLF, and both lines and characters may be split over chunks. */
export async function* frames(body) {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let buffer = '';
  let data = [];
  try {
    for (;;) {
      const { done, value } = await reader.read();
      buffer += done ? decoder.decode() + '\n' : decoder.decode(value, { stream: true });
      const lines = splitLines(buffer);
      buffer = lines.pop();
      for (const line of lines) {
        if (line === '') {
          if (data.length > 0) yield data.join('\n');
          data = [];
        } else if (line.startsWith('data:')) {
          data.push(line.slice(line[5] === ' ' ? 6 : 5));
        }
      }
      if (done) break;
    }
    if (data.length > 0) yield data.join('\n');
  } finally {
    await reader.cancel().catch(() => {});
  }
}

/** Whole lines, then the rest. A CR at the very end stays in the rest: its LF may be in the next chunk. */
function splitLines(buffer) {
  const held = buffer.endsWith('\r') ? '\r' : '';
  const lines = buffer.slice(0, buffer.length - held.length).split(/\r\n|\n|\r/);
  lines.push(lines.pop() + held);
  return lines;
}

/**
 * A chat completion stream as events, each `{ kind, value }`: `route`, `queued`, `prefill`, `text`, `sources`, `stats`, `finish`, `error`.
 * A stream that ends with neither `finish` nor `error` was cut.
 */
export async function* events(body) {
  for await (const data of frames(body)) {
    if (data === '[DONE]') return;
    const chunk = parse(data);
    if (chunk === null) continue;
    if (chunk.error) {
      yield { kind: 'error', value: chunk.error.message || 'The reply was interrupted.' };
      return;
    }
    const locals = chunk.locals ?? {};
    const choice = chunk.choices?.[0];
    if (locals.route) yield { kind: 'route', value: locals.route };
    if (locals.queued) yield { kind: 'queued', value: locals.queued };
    if (locals.prefill) yield { kind: 'prefill', value: locals.prefill };
    if (choice?.delta?.content) yield { kind: 'text', value: choice.delta.content };
    if (locals.sources) yield { kind: 'sources', value: locals.sources };
    if (locals.stats) yield { kind: 'stats', value: locals.stats };
    if (choice?.finish_reason) yield { kind: 'finish', value: choice.finish_reason };
  }
}

function parse(data) {
  try {
    return JSON.parse(data);
  } catch {
    return null;
  }
}
