import { el } from './dom.js';
import { count, duration, rate } from './format.js';

/** What must not be overlooked about a reply: nobody real said it, or no model said it. */
export function badges(route) {
  return [
    route?.mode === 'recall_only' && el('span', { class: 'badge recall', 'data-testid': 'badge-recall-only', text: 'recall only — no model reachable' }),
    route?.simulated && el('span', { class: 'badge simulated', 'data-testid': 'badge-simulated', text: 'simulated' }),
  ].filter(Boolean);
}

/** Who answered, how fast, and, on request, why. */
export function routeLine(route, stats) {
  const facts = [...answerer(route), ...speed(stats)];
  const more = [...(route.reasons ?? []), ...details(route, stats)];
  const line = el('span', { class: 'facts' }, ...facts.map((fact) => el('span', { text: fact })));
  if (more.length === 0) return el('div', { class: 'route', 'data-testid': 'route' }, line);
  return el('details', { class: 'route', 'data-testid': 'route' },
    el('summary', {}, line, el('span', { class: 'why', text: 'why' })),
    el('ul', {}, ...more.map((reason) => el('li', { text: reason }))));
}

function answerer(route) {
  if (route.mode === 'recall_only') return ['Passages from memory, no model'];
  const tier = route.asked && route.answered && route.asked !== route.answered
    ? `${route.answered} tier, standing in for ${route.asked}`
    : `${route.answered ?? route.asked ?? 'unknown'} tier`;
  return [tier, shortModel(route.model)].filter(Boolean);
}

/** `mlx-community/Qwen3-30B-A3B-4bit` is known by its last part. */
const shortModel = (model) => model?.split('/').at(-1);

function speed(stats) {
  const facts = [];
  if (isNumber(stats?.tokens_per_second)) facts.push(`${rate(stats.tokens_per_second)} tokens/s`);
  if (isNumber(stats?.time_to_first_token_ms)) facts.push(`${duration(stats.time_to_first_token_ms)} to first token`);
  if (facts.length > 0) facts.push(stats.provenance ?? 'provenance unknown');
  return facts;
}

function details(route, stats) {
  const lines = [];
  if (route.endpoint) lines.push(`Endpoint: ${route.endpoint}${route.model ? `, model ${route.model}` : ''}`);
  if (isNumber(stats?.prompt_tokens_per_second))
    lines.push(`Prompt read at ${rate(stats.prompt_tokens_per_second)} tokens/s (${stats.provenance ?? 'provenance unknown'})`);
  return lines;
}

const isNumber = (value) => typeof value === 'number' && Number.isFinite(value);

const inLine = ({ endpoint, ahead, wait_ms: wait }) =>
  `${endpoint} is busy: ${ahead === 0 ? 'next in line' : `${count(ahead)} ahead`}${isNumber(wait) && wait >= 1000 ? `, about ${duration(wait)}` : ''}`;

/** What is going on before the first token. */
export function waiting(name, { prefill, queued }) {
  if (!prefill?.total) return el('p', { class: 'progress' }, el('span', { class: 'pulse', 'aria-hidden': 'true' }), queued ? inLine(queued) : `Waiting for ${name}`);
  const words = `reading ${count(prefill.processed)} of ${count(prefill.total)} tokens`;
  return el('div', { class: 'progress', 'data-testid': 'prefill' },
    el('progress', { max: prefill.total, value: Math.min(prefill.processed, prefill.total), 'aria-label': 'Prompt read' }),
    el('span', { text: words }));
}
